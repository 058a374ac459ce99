using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Says which topic each stream of a catalog goes to, without asking a broker.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaDestinationTopic", HelpUri = HelpLinks.Cmdlets + "get-kafkadestinationtopic")]
[OutputType(typeof(DestinationTopic))]
public sealed class GetKafkaDestinationTopicCommand : DestinationCmdlet
{
    /// <summary>The configured catalog: a path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public object Catalog { get; set; } = null!;

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
