using System.Text;
using AirbyteKafka.Tests.Processes;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.EmbeddedShell;

/// <summary>What a script gets of the arguments after its path. Expectations are pwsh's.</summary>
public sealed class ArgumentTests
{
    private const string Named = """
        [CmdletBinding()] param([string] $Config, [string] $Catalog, [switch] $Fast, [Parameter(ValueFromRemainingArguments)] [string[]] $Rest)
        "config=$Config catalog=$Catalog fast=$Fast rest=$($Rest -join '|')"
        """;

    // Base64 keeps every character of an argument apart from the way stdout writes it.
    private const string Positional = """
        foreach ($argument in $args) { $argument.GetType().Name + ':' + [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$argument")) }
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string[], string> NamedArguments => new()
    {
        { ["--config", "a b"], "config=a b catalog= fast=False rest=" },
        { ["-Config", "/x y/$z 'q' \"d\".json", "-Catalog", "c"], "config=/x y/$z 'q' \"d\".json catalog=c fast=False rest=" },
        { ["-config:one", "-catalog:", "two"], "config=one catalog=two fast=False rest=" },
        { ["-Con", "shortened"], "config=shortened catalog= fast=False rest=" },
        { ["-fast", "first"], "config=first catalog= fast=True rest=" },
        { ["-fast:$true"], "config= catalog= fast=True rest=" },
        { ["-fast:$false", "-config", "$true"], "config=$true catalog= fast=False rest=" },
        { ["-fast:false"], "config= catalog= fast=False rest=" },
        { ["one", "two", "three", "$null", "@(1)"], "config=one catalog=two fast=False rest=three|$null|@(1)" },
        { ["-config", "", "-catalog", "-"], "config= catalog=- fast=False rest=" },
        { ["\u2013config", "dash"], "config=dash catalog= fast=False rest=" },
    };

    [Theory]
    [MemberData(nameof(NamedArguments))]
    public async Task Parameters_bind(string[] arguments, string expected)
    {
        using var folder = new ScriptFolder();

        var result = await ProcessRun.RunAsync(ShellProcess.File(folder.Write(Named), arguments), Token);

        Assert.Equal((0, expected, ""), result.Outcome);
    }

    [Fact]
    public async Task What_does_not_bind_is_in_args()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("param($Known) \"known=$Known\"; $args");

        var result = await ProcessRun.RunAsync(ShellProcess.File(script, "-known", "k", "--other", "value", "-flag", "-name:x"), Token);

        Assert.Equal((0, "known=k\n--other\nvalue\n-flag\n-name\nx", ""), result.Outcome);
    }

    [Fact]
    public async Task A_parameter_that_does_not_exist_is_an_error_of_a_cmdlet_like_script()
    {
        using var folder = new ScriptFolder();

        var result = await ProcessRun.RunAsync(ShellProcess.File(folder.Write("[CmdletBinding()] param($Config) 'ran'"), "--konfig", "x"), Token);

        Assert.Equal((1, ""), (result.ExitCode, result.Stdout));
        Assert.Contains("konfig", result.Stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_text_arrives_as_it_was_given()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write(Positional);

        // One process takes many arguments; NUL cannot be in one, lone surrogates are no text, and a dash makes a name.
        var texts = Gen.String[Gen.Char['\u0001', '\ud7ff'], 0, 40].Where(text => text.Length < 2 || text[0] is not ('-' or '\u2013' or '\u2014' or '\u2015'));
        var given = texts.Array[300].Single();
        string[] arguments = [.. given, "$(exit 9)", "`n;'\"", "😀", "", " ", "-", "%PATH%", "*", "~", "{0}", "#x", "<>|&", "\n"];

        var result = await ProcessRun.RunAsync(ShellProcess.File(script, arguments), Token);

        var expected = string.Join('\n', arguments.Select(text => "String:" + Convert.ToBase64String(Encoding.UTF8.GetBytes(text))));
        Assert.Equal((0, expected, ""), result.Outcome);
    }

    [Fact]
    public async Task The_script_knows_its_place_and_its_host()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("""
            $PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Path; $MyInvocation.InvocationName; "$PWD"
            $Host.Name; "$($PSVersionTable.PSEdition) $($PSVersionTable.PSVersion.Major)"; "$ErrorActionPreference $((Get-Command -CommandType Cmdlet).Count)"
            """);
        using var elsewhere = new ScriptFolder();

        var result = await ProcessRun.RunAsync(ShellProcess.File(Path.GetRelativePath(elsewhere.Path, script)) with { WorkingDirectory = elsewhere.Path }, Token);

        Assert.Equal(
            (0, string.Join('\n', folder.Path, script, script, script, elsewhere.Path, "EmbeddedShell", "Core 7", "Continue 48"), ""),
            result.Outcome);
    }
}
