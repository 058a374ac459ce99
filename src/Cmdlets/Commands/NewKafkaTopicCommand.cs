using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>New-KafkaTopic: makes topics, and comes back when the brokers show them.</summary>
[Cmdlet(VerbsCommon.New, "KafkaTopic", SupportsShouldProcess = true, HelpUri = HelpLinks.Cmdlets + "new-kafkatopic")]
[OutputType(typeof(KafkaTopic))]
public sealed class NewKafkaTopicCommand : AdminCmdlet
{
    private ClusterTopics? _topics;

    /// <summary>Their names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Topic")]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>How many partitions each gets; as many as the brokers choose without it.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, 100_000)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? Partitions { get; set; }

    /// <summary>On how many brokers each partition lies; as many as the brokers choose without it.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, short.MaxValue)]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public int? ReplicationFactor { get; set; }

    /// <summary>Settings of their own, by Kafka's names.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNull]
    public IDictionary? Config { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var config = ReadConfig();
        foreach (var name in Name.Distinct(StringComparer.Ordinal))
        {
            if (ShouldProcess(Printable.Of(name), $"Create topic ({Describe()})"))
            {
                Create(name, config);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _topics is { } topics)
        {
            _topics = null;
            Wait(topics.DisposeAsync().AsTask());
        }

        base.Dispose(disposing);
    }

    private void Create(string name, Dictionary<string, string> config)
    {
        try
        {
            _topics ??= ClusterTopics.Open(ReadConnection(), Timeout, StopToken);
            var topic = Wait(_topics.CreateAsync(
                name, Partitions ?? ClusterTopics.BrokersOwn, (short)(ReplicationFactor ?? ClusterTopics.BrokersOwn), config));
            RunspaceState.Current.SawTopics([name]);
            WriteObject(new KafkaTopic(topic));
        }
        catch (AirbyteKafkaException failure) when (TopicFailures.IsOfOne(failure))
        {
            WriteFailure(name, failure);
        }
    }

    private string Describe()
    {
        return $"{Count(Partitions)} partitions, {Count(ReplicationFactor)} replicas";

        static string Count(int? given) => given?.ToString(CultureInfo.InvariantCulture) ?? "the brokers' number of";
    }

    private Dictionary<string, string> ReadConfig()
    {
        var config = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Config ?? new Hashtable())
        {
            // Kafka's words for yes and no are in lower case.
            config[LanguagePrimitives.ConvertTo<string>(entry.Key)] = PowerShellObject.Unwrap(entry.Value) switch
            {
                bool flag => flag ? "true" : "false",
                object[] list => string.Join(',', list.Select(LanguagePrimitives.ConvertTo<string>)),
                var value => LanguagePrimitives.ConvertTo<string>(value),
            };
        }

        return config;
    }
}
