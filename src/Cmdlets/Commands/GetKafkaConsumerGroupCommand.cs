using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Admin;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Get-KafkaConsumerGroup: the consumer groups of a cluster, or how far they are.</summary>
[Cmdlet(VerbsCommon.Get, "KafkaConsumerGroup", HelpUri = HelpLinks.Cmdlets + "get-kafkaconsumergroup")]
[OutputType(typeof(KafkaConsumerGroup), typeof(KafkaConsumerGroupLag))]
public sealed class GetKafkaConsumerGroupCommand : AdminCmdlet
{
    private readonly List<string> _ids = [];
    private IReadOnlyList<string>? _all;

    /// <summary>Their ids, with wildcards; all without it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [Alias("Group", "Name")]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string[] GroupId { get; set; } = [];

    /// <summary>How far each is in each partition, in place of the groups.</summary>
    [Parameter]
    public SwitchParameter Lag { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess() => _ids.AddRange(GroupId);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var answers = Wait(AskAsync(ReadConnection(), new NamePatterns(_ids)));
        RunspaceState.Current.Groups = _all ?? RunspaceState.Current.Groups;
        foreach (var (group, progress) in answers)
        {
            if (group.Failure is { } failure)
            {
                WriteFailure(group.Name, failure);
            }
            else if (Lag)
            {
                WriteObject(progress.Select(partition => new KafkaConsumerGroupLag(group.Name, partition)), enumerateCollection: true);
            }
            else
            {
                WriteObject(new KafkaConsumerGroup(group.Value!));
            }
        }
    }

    private async Task<IReadOnlyList<(Answer<ConsumerGroup> Group, IReadOnlyList<GroupProgress> Progress)>> AskAsync(
        ClusterConnection connection, NamePatterns ids)
    {
        var groups = ConsumerGroups.Open(connection, Timeout, StopToken);
        await using (groups.ConfigureAwait(false))
        {
            _all = ids.NeedAll ? await groups.ListAsync().ConfigureAwait(false) : null;
            var answers = await groups.DescribeAsync(
                [.. ids.Exact.Union((_all ?? []).Where(ids.Match), StringComparer.Ordinal)]).ConfigureAwait(false);
            var progress = new List<(Answer<ConsumerGroup>, IReadOnlyList<GroupProgress>)>();
            foreach (var answer in answers)
            {
                progress.Add((answer, Lag && answer.Value is { } group ? await groups.GetProgressAsync(group).ConfigureAwait(false) : []));
            }

            return progress;
        }
    }
}
