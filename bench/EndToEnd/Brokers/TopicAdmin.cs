using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Bench.EndToEnd.Brokers;

/// <summary>Makes, counts and drops topics.</summary>
internal sealed class TopicAdmin : IDisposable
{
    // A controller takes ten thousand partitions in a request at most.
    private const int TopicsPerRequest = 500;
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    private readonly IAdminClient _client;

    internal TopicAdmin(string bootstrapServers) =>
        _client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers })
        .SetLogHandler(static (_, _) => { })
        .Build();

    internal async Task CreateAsync(IReadOnlyList<string> topics, int partitions)
    {
        foreach (var some in topics.Chunk(TopicsPerRequest))
        {
            await _client.CreateTopicsAsync(
                some.Select(topic => new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1 }),
                new CreateTopicsOptions { RequestTimeout = TimeLimit, OperationTimeout = TimeLimit });
        }
    }

    internal async Task DeleteAsync(IReadOnlyList<string> topics)
    {
        foreach (var some in topics.Chunk(TopicsPerRequest))
        {
            await _client.DeleteTopicsAsync(some, new DeleteTopicsOptions { RequestTimeout = TimeLimit, OperationTimeout = TimeLimit });
        }
    }

    internal async Task<long> CountAsync(IReadOnlyList<string> topics, int partitions)
    {
        var ends =
            from topic in topics
            from partition in Enumerable.Range(0, partitions)
            select new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition(topic, partition), OffsetSpec = OffsetSpec.Latest() };
        var result = await _client.ListOffsetsAsync(ends, new ListOffsetsOptions { RequestTimeout = TimeLimit });
        return result.ResultInfos.Sum(info => info.TopicPartitionOffsetError.Offset.Value);
    }

    public void Dispose() => _client.Dispose();
}
