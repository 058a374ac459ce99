using System.Management.Automation.Host;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// The host of Start-Job and of remote sessions: PowerShell talks with its other half over the process's standard input and output.
/// </summary>
internal static class RemoteHost
{
    /// <summary>Whether a host is that one.</summary>
    internal static bool Is(PSHost host) => host.Name == "ServerRemoteHost";
}
