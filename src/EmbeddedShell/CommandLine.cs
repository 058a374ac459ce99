namespace AirbyteKafka.EmbeddedShell;

/// <summary>The shell's own command line, understood as pwsh understands its.</summary>
/// <param name="Action">What to do.</param>
/// <param name="Text">The script's full path, the command's text, or what is wrong with the command line.</param>
/// <param name="Arguments">The arguments of a script, untouched.</param>
internal sealed record CommandLine(ShellAction Action, string Text, IReadOnlyList<string> Arguments)
{
    /// <summary>How to call the shell.</summary>
    public const string Usage = """
        Usage: EmbeddedShell [-NoProfile] [-NonInteractive] [-NoLogo] [-File] <script.ps1> [arguments...]
               EmbeddedShell [-NoProfile] [-NonInteractive] [-NoLogo] -Command <text>
               EmbeddedShell -Version | -Help

        Runs a script as `pwsh -NoProfile -NonInteractive` does, with the cmdlets of Microsoft.PowerShell.Core.
        Exit code: that of `exit`, 0 at the end, 1 after a terminating error, 64 for a wrong command line, 130 after Ctrl+C.
        """;

    /// <summary>Reads the arguments of the process. A script that does not exist makes the command line invalid.</summary>
    public static CommandLine Parse(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (Option(arguments[i]))
            {
                case "":
                    return File(arguments, i);
                case "file":
                    return i + 1 < arguments.Count ? File(arguments, i + 1) : Invalid("-File needs the path of a script.");
                case "command":
                    return Command(arguments, i + 1);
                case "version":
                    return new(ShellAction.Version, string.Empty, []);
                case "help":
                    return new(ShellAction.Help, string.Empty, []);
                case null:
                    return Invalid($"'{arguments[i]}' is no option of this shell.");
            }
        }

        return Invalid("Nothing to run.");
    }

    // The full name behind an option as it may be shortened; empty for what is no option, null for an unknown one.
    private static string? Option(string argument)
    {
        if (!argument.StartsWith('-') || argument.Length == 1)
        {
            return string.Empty;
        }

        var name = argument.AsSpan(argument.StartsWith("--", StringComparison.Ordinal) ? 2 : 1);
        foreach (var (full, shortest) in (ReadOnlySpan<(string, int)>)
            [("file", 1), ("command", 1), ("version", 1), ("help", 1), ("noprofile", 3), ("noninteractive", 4), ("nologo", 3)])
        {
            if (name.Length >= shortest && full.AsSpan().StartsWith(name, StringComparison.OrdinalIgnoreCase))
            {
                return full;
            }
        }

        return name is "?" ? "help" : null;
    }

    private static CommandLine File(IReadOnlyList<string> arguments, int index)
    {
        var given = arguments[index];
        if (given == "-")
        {
            return Invalid("Commands are not read from stdin: it belongs to the script. Name a script file.");
        }

        // Made absolute now: the script may change the current directory before anything looks at its path again.
        var path = given.Length == 0 ? given : Path.GetFullPath(given);
        return System.IO.File.Exists(path)
            ? new(ShellAction.File, path, [.. arguments.Skip(index + 1)])
            : Invalid($"The script '{given}' does not exist or is no file. Check the path; it is relative to {Environment.CurrentDirectory}.");
    }

    private static CommandLine Command(IReadOnlyList<string> arguments, int index) => (arguments.Count - index) switch
    {
        0 => Invalid("-Command needs a text to run."),
        1 when arguments[index] == "-" => Invalid("Commands are not read from stdin: it belongs to the script. Give the text itself."),
        _ => new(ShellAction.Command, string.Join(' ', arguments.Skip(index)), []),
    };

    private static CommandLine Invalid(string message) => new(ShellAction.Invalid, message, []);
}
