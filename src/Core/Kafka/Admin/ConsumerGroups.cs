using AirbyteKafka.Errors;
using AirbyteKafka.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>The consumer groups of a cluster: which there are, who is in them, how far they are.</summary>
public sealed class ConsumerGroups : IAsyncDisposable
{
    // What connectors and others use groups for is not to be described here.
    private const string ConsumerProtocol = "consumer";

    // Who just became the coordinator of groups, or is about to, says so until it knows them.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly AdminSession _session;
    private readonly string _servers;

    private readonly CancellationToken _cancellation;

    private ConsumerGroups(AdminSession session, string servers, CancellationToken cancellation)
    {
        _session = session;
        _cancellation = cancellation;
        _servers = servers;
    }

    /// <summary>Opens a client, which connects with the first question.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="limit">The time of all questions together.</param>
    /// <param name="cancellation">Ends every wait.</param>
    /// <exception cref="AirbyteKafkaException">The client cannot be opened.</exception>
    public static ConsumerGroups Open(ClusterConnection connection, TimeSpan limit, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(connection);
        return new(new AdminSession(connection, limit, cancellation), connection.ShownServers, cancellation);
    }

    /// <summary>The ids of all groups that this user may see.</summary>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public Task<IReadOnlyList<string>> ListAsync() => _session.AskAsync<IReadOnlyList<string>>("list its groups", (client, limit) =>
    {
        // ListConsumerGroupsAsync ends the process where a broker does not know the request, as a mock cluster does not: librdkafka 2.16
        // frees something twice.
        var groups = client.ListGroups(limit).Where(group => group.ProtocolType is "" or ConsumerProtocol);
        return Task.FromResult<IReadOnlyList<string>>([.. groups.Select(group => group.Group).Distinct().Order(StringComparer.Ordinal)]);
    });

    /// <summary>Describes groups.</summary>
    /// <param name="ids">Their ids.</param>
    /// <returns>An answer for each, in the order of the ids. A group that does not exist is a failure.</returns>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public async Task<IReadOnlyList<Answer<ConsumerGroup>>> DescribeAsync(IReadOnlyCollection<string> ids)
    {
        ArgumentNullException.ThrowIfNull(ids);
        if (ids.Count == 0)
        {
            return [];
        }

        var groups = await AskForDescriptionsAsync(ids).ConfigureAwait(false);
        while (groups.Any(group => IsPassing(group.Error.Code)) && _session.Left > Pause)
        {
            await Task.Delay(Pause, _cancellation).ConfigureAwait(false);
            groups = await AskForDescriptionsAsync(ids).ConfigureAwait(false);
        }

        return [.. groups.Select(group => FindFailure(group) is { } failure
            ? new Answer<ConsumerGroup>(group.GroupId, null, failure)
            : new(group.GroupId, Read(group), null))];
    }

    private Task<List<ConsumerGroupDescription>> AskForDescriptionsAsync(IReadOnlyCollection<string> ids) =>
        _session.AskAsync("describe groups", async (client, limit) =>
        {
            try
            {
                var result = await client.DescribeConsumerGroupsAsync(ids, new() { RequestTimeout = limit }).ConfigureAwait(false);
                return result.ConsumerGroupDescriptions;
            }
            catch (DescribeConsumerGroupsException partly)
            {
                return partly.Results.ConsumerGroupDescriptions;
            }
        });

    private static bool IsPassing(ErrorCode error) =>
        error is ErrorCode.GroupLoadInProgress or ErrorCode.GroupCoordinatorNotAvailable or ErrorCode.NotCoordinatorForGroup;

    /// <summary>Says how far a group is in each partition that it has committed an offset of, or that one of its members reads.</summary>
    /// <param name="group">The group.</param>
    /// <exception cref="AirbyteKafkaException">The cluster did not answer, or refused.</exception>
    public async Task<IReadOnlyList<GroupProgress>> GetProgressAsync(ConsumerGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var committed = await AskForCommitsAsync(group.Id).ConfigureAwait(false);
        var readers = group.Members
            .SelectMany(member => member.Partitions.Select(read => (Partition: new TopicPartition(read.Topic, read.Partition), member)))
            .DistinctBy(read => read.Partition)
            .ToDictionary(read => read.Partition, read => read.member);
        List<TopicPartition> partitions = [.. committed.Keys.Union(readers.Keys)
            .OrderBy(partition => partition.Topic, StringComparer.Ordinal).ThenBy(partition => partition.Partition.Value)];
        var starts = await PartitionOffsets.AskAsync(_session, partitions, OffsetSpec.Earliest()).ConfigureAwait(false);
        var ends = await PartitionOffsets.AskAsync(_session, partitions, OffsetSpec.Latest()).ConfigureAwait(false);
        return [.. partitions.Select(partition => new GroupProgress(
            partition.Topic,
            partition.Partition.Value,
            Find(committed, partition),
            Find(starts, partition),
            Find(ends, partition),
            readers.GetValueOrDefault(partition)))];
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private Task<Dictionary<TopicPartition, long>> AskForCommitsAsync(string id) => _session.AskAsync(
        $"say how far group '{Printable.Of(id)}' is",
        async (client, limit) =>
        {
            IEnumerable<TopicPartitionOffsetError> offsets;
            try
            {
                // Of all partitions: a list of none stands for that.
                var results = await client.ListConsumerGroupOffsetsAsync(
                    [new ConsumerGroupTopicPartitions(id, null)], new() { RequestTimeout = limit }).ConfigureAwait(false);
                offsets = results[0].Partitions;
            }
            catch (ListConsumerGroupOffsetsException partly)
            {
                var report = partly.Results[0];
                offsets = report.Error.IsError ? throw new KafkaException(report.Error) : report.Partitions;
            }

            return offsets.Where(offset => !offset.Error.IsError && offset.Offset.Value >= 0)
                .ToDictionary(offset => offset.TopicPartition, offset => offset.Offset.Value);
        });

    // An unknown group is described as one that is dead, without an error.
    private AirbyteKafkaException? FindFailure(ConsumerGroupDescription group) => group switch
    {
        { Error.Code: ErrorCode.GroupAuthorizationFailed } => new(
            ErrorKind.AuthorizationFailed,
            $"This user may not see group '{Printable.Of(group.GroupId)}'. Grant the user DESCRIBE on it."),
        { Error.Code: ErrorCode.GroupIdNotFound } or { Error.IsError: false, State: ConsumerGroupState.Dead } => new(
            ErrorKind.GroupMissing,
            $"Group '{Printable.Of(group.GroupId)}' does not exist at {_servers}. Check its name: Get-KafkaConsumerGroup lists all."),
        { Error.IsError: true } => new(
            ErrorKind.ReadFailed,
            $"Group '{Printable.Of(group.GroupId)}' was not described: {group.Error.Code.GetReason()}."),
        _ => null,
    };

    private static ConsumerGroup Read(ConsumerGroupDescription group) => new(
        group.GroupId,
        group.State.ToString(),
        group.PartitionAssignor ?? "",
        group.Coordinator is { Id: >= 0 } node ? $"{node.Host}:{node.Port}" : null,
        [.. group.Members.Select(member => new GroupMember(
            member.ConsumerId,
            member.ClientId,
            member.Host.TrimStart('/'),
            [.. (member.Assignment?.TopicPartitions ?? []).Select(partition => (partition.Topic, partition.Partition.Value))]))]);

    private static long? Find(IReadOnlyDictionary<TopicPartition, long> offsets, TopicPartition partition) =>
        offsets.TryGetValue(partition, out var offset) ? offset : null;
}
