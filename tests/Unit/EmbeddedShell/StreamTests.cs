using System.Text;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.EmbeddedShell;

/// <summary>Where each of PowerShell's streams comes out, and in which bytes.</summary>
public sealed class StreamTests
{
    // In one line: an error in a text of several tells the line.
    private const string AllStreams = "function Write-All { [CmdletBinding()] param() "
        + "$PSCmdlet.WriteObject('output'); $PSCmdlet.WriteWarning('careful'); $PSCmdlet.WriteVerbose('wordy'); $PSCmdlet.WriteDebug('inner'); "
        + "$PSCmdlet.WriteInformation('for you', @()); $PSCmdlet.WriteProgress([Management.Automation.ProgressRecord]::new(1, 'busy', 'half')); "
        + "$PSCmdlet.WriteError([Management.Automation.ErrorRecord]::new([Exception]::new('broken'), 'Id', 'NotSpecified', $null)) }; ";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", "output\nWARNING: careful\nend")]
    [InlineData("$VerbosePreference = $DebugPreference = $InformationPreference = 'Continue';",
        "output\nWARNING: careful\nVERBOSE: wordy\nDEBUG: inner\nfor you\nend")]
    public async Task Errors_go_to_stderr_and_all_else_that_is_wanted_to_stdout(string preferences, string stdout)
    {
        var result = await ProcessRun.RunAsync(ShellProcess.Command(AllStreams + preferences + "Write-All; 'end'"), Token);

        Assert.Equal((0, stdout, "Write-All: broken"), result.Outcome);
    }

    [Fact]
    public async Task Objects_are_tables_and_lists_without_colour()
    {
        var result = await ProcessRun.RunAsync(
            ShellProcess.Command("[pscustomobject] @{ Stream = 'users'; Records = 3 } | Out-Default; [pscustomobject] @{ a = 1; b = 2; c = 3; d = 4; e = 'five' }"), Token);

        Assert.Equal((0, "\nStream Records\n------ -------\nusers        3\n\n\na : 1\nb : 2\nc : 3\nd : 4\ne : five", ""), result.Outcome);
    }

    [Fact]
    public async Task A_long_line_is_not_wrapped_on_either_stream()
    {
        var text = new string('x', 10_000);

        var result = await ProcessRun.RunAsync(ShellProcess.Command("'x' * 10000; $PSStyle.OutputRendering; throw ('x' * 10000)"), Token);

        Assert.Equal((1, text + "\nPlainText", "Exception: " + text), result.Outcome);
    }

    [Theory]
    [InlineData("C")]
    [InlineData("en_US.ISO-8859-1")]
    [InlineData(null)]
    public async Task Output_is_utf8_without_bom_whatever_the_locale(string? locale)
    {
        var request = ShellProcess.Command("'æ→😀'; [Console]::WriteLine('direct ö'); [Console]::Error.WriteLine('error ü'); throw 'ß'") with
        {
            Environment = new Dictionary<string, string?> { ["LC_ALL"] = locale, ["LANG"] = locale },
        };

        var result = await ProcessRun.RunAsync(request, Token);

        Assert.Equal(
            (1, Convert.ToHexString(Encoding.UTF8.GetBytes("æ→😀\ndirect ö\n")), "error ü\nException: ß"),
            (result.ExitCode, Convert.ToHexString(result.StdoutBytes.Span).Replace("0D0A", "0A", StringComparison.Ordinal), result.Stderr.ReplaceLineEndings("\n").TrimEnd('\n')));
    }

    [Fact]
    public async Task Raw_and_formatted_output_keep_their_order()
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("""
            $raw = [Console]::OpenStandardOutput()
            foreach ($i in 1..50) { "object $i"; $bytes = [Text.Encoding]::UTF8.GetBytes("raw $i`n"); $raw.Write($bytes, 0, $bytes.Length); [Console]::Out.Write("writer $i`n") }
            """);

        var result = await ProcessRun.RunAsync(ShellProcess.File(script), Token);

        Assert.Equal((0, string.Join('\n', Enumerable.Range(1, 50).Select(i => $"object {i}\nraw {i}\nwriter {i}")), ""), result.Outcome);
    }

    [Fact]
    public async Task A_terminal_gets_colour_progress_and_its_width_unless_no_color_is_set()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/script"), "Needs script(1) of util-linux to make a terminal.");
        using var folder = new ScriptFolder();
        var shell = $"stty cols 77; exec '{ShellProcess.Executable}' -File '{folder.Write(AllStreams + "Write-All; \"width $($Host.UI.RawUI.BufferSize.Width)\"").Replace("'", @"'\''", StringComparison.Ordinal)}'";

        async Task<string> RunInTerminal(string? noColor) => (await ProcessRun.RunAsync(
            new ProcessRequest("/usr/bin/script", "-qefc", shell, "/dev/null")
            {
                Environment = new Dictionary<string, string?> { ["TERM"] = "xterm-256color", ["NO_COLOR"] = noColor },
            },
            Token)).Stdout;

        var (coloured, plain) = (await RunInTerminal(null), await RunInTerminal("1"));

        Assert.Equal(
            (true, true, true, true, true, false),
            (coloured.Contains("\e[33;1mWARNING: careful", StringComparison.Ordinal), coloured.Contains("busy: half\r\e[K", StringComparison.Ordinal),
                coloured.Contains("\e[31;1m", StringComparison.Ordinal), coloured.Contains("width 77", StringComparison.Ordinal),
                plain.Contains("WARNING: careful\r\n", StringComparison.Ordinal), plain.Contains("\e[3", StringComparison.Ordinal)));
    }
}
