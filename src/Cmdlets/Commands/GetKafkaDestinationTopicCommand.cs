using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Records;
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
        var topics = TopicMap.Of(config.Topics, catalog);
        var notes = RecordNotes.Find(config.Records, catalog, topics);
        foreach (var issue in config.Warnings.Concat(catalog.Warnings).Concat(notes))
        {
            WriteWarning(issue.Message);
        }

        foreach (var collision in topics.Collisions)
        {
            WriteWarning(collision);
        }

        // Entries come in the order of the catalog.
        foreach (var (entry, configured) in topics.Entries.Zip(catalog.Streams))
        {
            WriteObject(new DestinationTopic(entry.Stream.Namespace, entry.Stream.Name, entry.Topic)
            {
                Key = config.Records.DescribeKey(configured.PrimaryKey),
                KeyFormat = config.Records.KeyFormatName,
                ValueShape = config.Records.ValueShapeName,
                DeadLetterTopic = entry.DeadLetters,
            });
        }
    }
}
