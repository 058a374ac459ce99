using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Says which topic each stream of a catalog goes to, without asking a broker.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaDestinationTopic", HelpUri = HelpLinks.Cmdlets + "get-kafkadestinationtopic")]
[OutputType(typeof(DestinationTopic))]
public sealed class GetKafkaDestinationTopicCommand : CancellableCmdlet
{
    /// <summary>The destination's configuration: a path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public object Config { get; set; } = null!;

    /// <summary>The configured catalog: a path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public object Catalog { get; set; } = null!;

    /// <summary>What the other commands log in with: a configuration that leaves that to it is complete with it.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var config = ConfigArgument.Read(this, Config, Credential);
        var catalog = CatalogArgument.Read(this, Catalog);
        foreach (var issue in config.Warnings.Concat(catalog.Warnings))
        {
            WriteWarning(issue.Message);
        }

        var topics = TopicMap.Create(new TopicPattern(config.TopicPattern), [.. catalog.Streams.Select(stream => stream.Descriptor)]);
        foreach (var (stream, topic) in topics.Entries)
        {
            WriteObject(new DestinationTopic(stream.Namespace, stream.Name, topic));
        }
    }
}
