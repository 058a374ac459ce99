using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Get-KafkaTopic: the topics of a cluster.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaTopic", HelpUri = HelpLinks.Cmdlets + "get-kafkatopic")]
[OutputType(typeof(KafkaTopic))]
public sealed class GetKafkaTopicCommand : AdminCmdlet
{
    private readonly List<string> _names = [];
    private string _servers = "";

    /// <summary>Their names, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Topic")]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Also those that Kafka, and what is built on it, keeps for itself.</summary>
    [Parameter]
    public SwitchParameter IncludeInternal { get; set; }

    /// <summary>Ask how many records there are, by the offsets of all partitions.</summary>
    [Parameter]
    public SwitchParameter IncludeRecordCount { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess() => _names.AddRange(Name);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var names = new NamePatterns(_names);
        var (all, topics) = Wait(AskAsync(ReadConnection(), names));
        RunspaceState.Current.Topics = all;
        foreach (var topic in topics)
        {
            WriteObject(new KafkaTopic(topic));
        }

        foreach (var name in names.Exact.Where(name => !topics.Any(topic => topic.Name == name)))
        {
            WriteFailure(name, ClusterTopics.Missing(name, _servers));
        }
    }

    private async Task<(IReadOnlyList<string> All, IReadOnlyList<ClusterTopic> Topics)> AskAsync(
        ClusterConnection connection, NamePatterns names)
    {
        _servers = connection.ShownServers;
        var client = ClusterTopics.Open(connection, Timeout, StopToken);
        await using (client.ConfigureAwait(false))
        {
            var listed = await client.ListAsync().ConfigureAwait(false);
            IReadOnlyList<ClusterTopic> all = [.. listed.Where(topic => !topic.IsInternal || IncludeInternal || IsNamed(topic))];
            IReadOnlyList<ClusterTopic> topics = [.. all.Where(topic => names.Match(topic.Name) || IsNamed(topic))];
            topics = await client.WithConfigAsync(topics).ConfigureAwait(false);
            topics = IncludeRecordCount ? await client.WithOffsetsAsync(topics).ConfigureAwait(false) : topics;
            return ([.. all.Select(topic => topic.Name)], topics);
        }

        bool IsNamed(ClusterTopic topic) => names.Exact.Contains(topic.Name, StringComparer.Ordinal);
    }
}
