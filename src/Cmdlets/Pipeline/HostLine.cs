using System.Management.Automation;
using System.Management.Automation.Host;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// A line on the screen from a thread that is not the pipeline's: there PowerShell forbids WriteWarning, and only its host can be asked.
/// </summary>
internal static class HostLine
{
    /// <summary>How to write warnings from any thread; does nothing where warnings are not to be seen. For the pipeline's thread.</summary>
    internal static Action<string> ForWarnings(PSCmdlet cmdlet)
    {
        var preference = Preferences.Get(cmdlet, "WarningAction", "WarningPreference");
        var host = cmdlet.Host;
        var isUnseen = preference is ActionPreference.SilentlyContinue or ActionPreference.Ignore || host is null || RemoteHost.Is(host);
        return message => Write(isUnseen ? null : host, message);
    }

    private static void Write(PSHost? host, string message)
    {
        try
        {
            host?.UI?.WriteWarningLine(Printable.Message(message));
        }
        catch (Exception)
        {
            // A host may have no screen, or be at its end, and says so in ways of its own. The error that the pipeline gets says the same.
        }
    }
}
