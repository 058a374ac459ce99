using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.EmbeddedShell;

/// <summary>The exit code of whatever a script or a text does, and where its error goes. Expectations are pwsh's.</summary>
public sealed class ExitCodeTests
{
    private const string NonTerminatingError = """
        function Write-One { [CmdletBinding()] param() $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('minor'), 'Minor', 'NotSpecified', $null)) }
        Write-One
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, int, string, string> Scripts => new()
    {
        { "'done'", 0, "done", "" },
        { "", 0, "", "" },
        { "exit", 0, "", "" },
        { "exit 0; 'not here'", 0, "", "" },
        { "exit 7; 'not here'", 7, "", "" },
        { "exit -1", 255, "", "" },
        { "try { exit 4 } finally { 'cleaned' }", 4, "cleaned", "" },
        { "function Stop-It { exit 6 }; & { Stop-It }; 'not here'", 6, "", "" },
        { "& { param($x) exit $x } 9", 9, "", "" },
        { "'before'; throw 'the reason'; 'not here'", 1, "before", "the reason" },
        { "try { throw 'x' } finally { 'cleaned' }", 1, "cleaned", "x" },
        { "[int]::Parse('no number')", 0, "", "no number" },
        { "$ErrorActionPreference = 'Stop'; [int]::Parse('no number')", 1, "", "no number" },
        { "Get-Command no-such-command; 'after'", 0, "after", "no-such-command" },
        { "Get-Command no-such-command -ErrorAction Stop; 'not here'", 1, "", "no-such-command" },
        { "no-such-command; 'after'", 0, "after", "no-such-command" },
        { NonTerminatingError + "; 'after'", 0, "after", "minor" },
        { NonTerminatingError + "; exit 3", 3, "", "minor" },
        { "[CmdletBinding()] param() $PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('minor'), 'Minor', 'NotSpecified', $null))", 0, "", "minor" },
        { "if (", 1, "", "if (" },
        { "param([Parameter(Mandatory)] $Needed) 'not here'", 1, "", "Needed" },
        { "param([int] $x = 'abc') 'not here'", 1, "", "abc" },
        { "$Host.SetShouldExit(8)", 8, "", "" },
        { "1/0", 0, "", "divide by zero" },
        { "break; 'not here'", 0, "", "" },
    };

    public static TheoryData<string, int, string, string> Texts => new()
    {
        { "'done'", 0, "done", "" },
        { "exit 7", 7, "", "" },
        { "throw 'the reason'", 1, "", "the reason" },
        { "if (", 1, "", "if (" },
        { "'before'; Get-Command no-such-command", 1, "before", "no-such-command" },
        { "Get-Command no-such-command; 'after'", 0, "after", "no-such-command" },
        { "Get-Command no-such-command -ErrorAction Ignore", 1, "", "" },
        { NonTerminatingError, 1, "", "minor" },
    };

    [Theory]
    [MemberData(nameof(Scripts))]
    public async Task Of_a_script(string script, int exitCode, string stdout, string stderrPart)
    {
        using var folder = new ScriptFolder();

        AssertOutcome(await ProcessRun.RunAsync(ShellProcess.File(folder.Write(script)), Token), exitCode, stdout, stderrPart);
    }

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Of_a_text(string text, int exitCode, string stdout, string stderrPart) =>
        AssertOutcome(await ProcessRun.RunAsync(ShellProcess.Command(text), Token), exitCode, stdout, stderrPart);

    [Theory]
    [InlineData("sh -c 'exit 3'; 'after'", 0, "after")]
    [InlineData("sh -c 'exit 3'", 0, "")]
    [InlineData("sh -c 'exit 3'; exit $LASTEXITCODE", 3, "")]
    [InlineData("sh -c 'echo native; exit 3'; Get-Command no-such-command -ErrorAction Ignore", 0, "native")]
    public async Task Of_a_native_command_leaves_a_script_only_by_exit(string script, int exitCode, string stdout)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own shell.");
        using var folder = new ScriptFolder();

        AssertOutcome(await ProcessRun.RunAsync(ShellProcess.File(folder.Write(script)), Token), exitCode, stdout, "");
    }

    [Fact]
    public async Task Of_a_called_script_leaves_the_caller_only_by_exit()
    {
        using var folder = new ScriptFolder();
        folder.Write("'inner'; exit 5", "inner.ps1");
        var outer = folder.Write("& \"$PSScriptRoot/inner.ps1\"; \"outer $LASTEXITCODE\"", "outer.ps1");

        AssertOutcome(await ProcessRun.RunAsync(ShellProcess.File(outer), Token), 0, "inner\nouter 5", "");
    }

    [Fact]
    public async Task An_error_tells_the_place_in_plain_text()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("'first'\nthrow 'the reason'\n");

        var result = await ProcessRun.RunAsync(ShellProcess.File(script), Token);

        var expected = $"Exception: {script}:2\nLine |\n   2 |  throw 'the reason'\n     |  ~~~~~~~~~~~~~~~~~~\n     | the reason";
        Assert.Equal((1, "first", expected), result.Outcome);
    }

    [Fact]
    public async Task A_prompt_is_an_error_and_stdin_is_not_read()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("try { $Host.UI.ReadLine() } catch { 'refused: ' + $_.Exception.InnerException.Message }\n$Host.UI.PromptForChoice('', '', @(), 0)");

        var result = await ProcessRun.RunAsync(ShellProcess.File(script) with { StandardInput = null }, Token);

        Assert.Equal((0, true, true), (
            result.ExitCode,
            result.Stdout.StartsWith("refused: The embedded shell is not interactive", StringComparison.Ordinal),
            result.Stderr.Contains("The embedded shell is not interactive", StringComparison.Ordinal)));
    }

    private static void AssertOutcome(ProcessResult result, int exitCode, string stdout, string stderrPart) => Assert.Equal(
        (exitCode, stdout, true),
        (result.ExitCode, string.Join('\n', result.StdoutLines), stderrPart.Length == 0 ? result.Stderr.Length == 0 : result.Stderr.Contains(stderrPart, StringComparison.Ordinal)));
}
