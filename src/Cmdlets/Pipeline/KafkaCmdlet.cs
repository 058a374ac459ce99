using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What the cmdlets share that talk to a Kafka cluster: how to reach it, and who logs in.</summary>
public abstract class KafkaCmdlet : CancellableCmdlet
{
    /// <summary>
    /// How to reach the cluster: <c>host:port</c> pairs, a file, JSON text, a hashtable, an object, a mock cluster; without it the
    /// runspace's own connection.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    public virtual object? Connection { get; set; }

    /// <summary>
    /// The user and password to log in with, in place of those of the connection; client id and secret for OAUTHBEARER.
    /// </summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>
    /// The connection to work with: what was given, or the runspace's own. Warnings about it are written; where it cannot be used, the
    /// command ends with an error record for each problem. To be called once.
    /// </summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.NotConnected"/>, <see cref="ErrorKind.ConfigInvalid"/> or <see cref="ErrorKind.FileUnreadable"/>.
    /// </exception>
    private protected ClusterConnection ReadConnection()
    {
        var connection = ConnectionArgument.Read(this, Connection, Credential).Cluster;
        foreach (var warning in connection.Warnings)
        {
            WriteWarning(warning.Message);
        }

        return connection;
    }
}
