using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Kafka.Admin;

/// <summary>Asks the leaders of partitions for offsets.</summary>
internal static class PartitionOffsets
{
    /// <summary>Asks for one offset of each partition.</summary>
    /// <returns>Those that were told.</returns>
    public static async Task<IReadOnlyDictionary<TopicPartition, long>> AskAsync(
        AdminSession session, IReadOnlyCollection<TopicPartition> partitions, OffsetSpec which)
    {
        if (partitions.Count == 0)
        {
            return new Dictionary<TopicPartition, long>();
        }

        return await session.AskAsync("give offsets", async (client, limit) =>
        {
            IEnumerable<ListOffsetsResultInfo> answers;
            try
            {
                var asked = partitions.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = which });
                answers = (await client.ListOffsetsAsync(asked, new() { RequestTimeout = limit }).ConfigureAwait(false)).ResultInfos;
            }
            catch (ListOffsetsException partly)
            {
                answers = partly.Result.ResultInfos;
            }

            return answers.Select(answer => answer.TopicPartitionOffsetError)
                .Where(answer => !answer.Error.IsError && answer.Offset.Value >= 0)
                .ToDictionary(answer => answer.TopicPartition, answer => answer.Offset.Value);
        }).ConfigureAwait(false);
    }
}
