using System.Management.Automation.Host;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// Keeps a command from reading what others read too: the terminal, which PowerShell asks where its cursor is, and a job's own channel.
/// </summary>
internal static class StandardInputs
{
    private const string Instead =
        "Write a file with -LiteralPath, send lines through the pipeline, or start PowerShell with its standard input piped or "
            + "redirected: source | pwsh -Command \"Write-AirbyteRecords config.json catalog.json -StandardInput\".";

    private static readonly string[] Terminals = ["/dev/pts/", "/dev/tty", "/dev/console"];

    /// <summary>Makes sure that the process's standard input is there to be read.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.InputUnsupported"/>.</exception>
    internal static void ThrowIfNotForInput(PSHost host)
    {
        if (RemoteHost.Is(host))
        {
            throw Refuse($"In a job and in a remote session PowerShell itself uses the standard input. {Instead}");
        }

        if (!Console.IsInputRedirected)
        {
            throw Refuse($"The standard input is the terminal here, and messages are not typed. {Instead}");
        }
    }

    /// <summary>Makes sure that a path is no terminal's.</summary>
    /// <param name="path">The path as it was given.</param>
    /// <param name="target">Where it leads, links followed.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.InputUnsupported"/>.</exception>
    internal static void ThrowIfTerminal(string path, string target)
    {
        if (Array.Exists(Terminals, terminal => target.StartsWith(terminal, StringComparison.Ordinal)))
        {
            throw Refuse($"'{path}' is a terminal, and messages are not typed. {Instead}");
        }
    }

    private static AirbyteKafkaException Refuse(string message) => new(ErrorKind.InputUnsupported, message);
}
