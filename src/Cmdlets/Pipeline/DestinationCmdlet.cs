using System.Management.Automation;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What the cmdlets share that are about one destination: its configuration, and who logs in.</summary>
public abstract class DestinationCmdlet : CancellableCmdlet
{
    /// <summary>The destination's configuration: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    [Alias("Connection")]
    public virtual object Config { get; set; } = "";

    /// <summary>
    /// The user and password to log in with, in place of those in the configuration; client id and secret for OAUTHBEARER.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }
}
