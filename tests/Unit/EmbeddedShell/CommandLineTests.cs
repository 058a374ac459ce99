using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.EmbeddedShell;

/// <summary>The shell's own options.</summary>
public sealed class CommandLineTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string[], string> WrongCommandLines => new()
    {
        { [], "Nothing to run." },
        { ["-NoProfile"], "Nothing to run." },
        { ["-File"], "-File needs the path of a script." },
        { ["-Command"], "-Command needs a text to run." },
        { ["-File", "-"], "Commands are not read from stdin" },
        { ["-Command", "-"], "Commands are not read from stdin" },
        { ["-File", ""], "The script '' does not exist" },
        { ["-File", "no such/script.ps1", "-x"], "The script 'no such/script.ps1' does not exist" },
        { ["-Interactive", "-File", "x.ps1"], "'-Interactive' is no option of this shell." },
    };

    [Theory]
    [InlineData]
    [InlineData("-File")]
    [InlineData("-f")]
    [InlineData("--file")]
    [InlineData("-NoProfile", "-NonInteractive", "-NoLogo", "-File")]
    [InlineData("-nop", "-noni", "-nol", "-FI")]
    public async Task A_file_runs(params string[] options)
    {
        using var folder = new ScriptFolder();
        var script = folder.Write("\"ran $args\"");

        var result = await ProcessRun.RunAsync(new ProcessRequest(ShellProcess.Executable, [.. options, script, "-File", "x"]), Token);

        Assert.Equal((0, "ran -File x", ""), result.Outcome);
    }

    [Theory]
    [InlineData("-Command", "1 + 1", "|", "ForEach-Object { $_ * 2 }")]
    [InlineData("-c", "1 + 1 | ForEach-Object { $_ * 2 }")]
    [InlineData("-NoProfile", "--command", "4")]
    public async Task A_text_runs(params string[] arguments)
    {
        var result = await ProcessRun.RunAsync(new ProcessRequest(ShellProcess.Executable, arguments), Token);

        Assert.Equal((0, "4", ""), result.Outcome);
    }

    [Theory]
    [MemberData(nameof(WrongCommandLines))]
    public async Task A_wrong_command_line_is_64_with_the_reason_and_the_usage(string[] arguments, string reason)
    {
        var result = await ProcessRun.RunAsync(new ProcessRequest(ShellProcess.Executable, arguments), Token);

        Assert.Equal(
            (64, "", true, true),
            (result.ExitCode, result.Stdout, result.Stderr.StartsWith(reason, StringComparison.Ordinal), result.Stderr.Contains("Usage: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("-Help", "Usage: EmbeddedShell")]
    [InlineData("-?", "Usage: EmbeddedShell")]
    [InlineData("-Version", "EmbeddedShell ")]
    public async Task Help_and_version_are_printed(string option, string start)
    {
        var result = await ProcessRun.RunAsync(new ProcessRequest(ShellProcess.Executable, option), Token);

        Assert.Equal((0, true, ""), (result.ExitCode, result.Stdout.StartsWith(start, StringComparison.Ordinal), result.Stderr));
    }

    [Fact]
    public async Task A_script_of_another_name_runs_as_text()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Scripts with a #! line are Unix's.");
        using var folder = new ScriptFolder();

        var result = await ProcessRun.RunAsync(ShellProcess.File(folder.Write("#!/usr/bin/env pwsh\nparam($A) \"a=$A\"; exit 5", "tool"), "-a", "1"), Token);

        Assert.Equal((5, "a=1", ""), result.Outcome);
    }
}
