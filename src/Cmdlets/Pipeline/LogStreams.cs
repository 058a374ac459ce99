using System.Management.Automation;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>Which of PowerShell's streams a log line goes to.</summary>
internal static class LogStreams
{
    /// <summary>Writes a line; for the pipeline's thread.</summary>
    internal static void Write(Cmdlet cmdlet, LogLevel level, string message)
    {
        message = Printable.Message(message);
        switch (level)
        {
            case <= LogLevel.Warn:
                cmdlet.WriteWarning(message);
                break;
            case LogLevel.Info:
                cmdlet.WriteVerbose(message);
                break;
            default:
                cmdlet.WriteDebug(message);
                break;
        }
    }
}
