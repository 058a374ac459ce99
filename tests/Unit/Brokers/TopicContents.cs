using AirbyteKafka.Kafka;
using AirbyteKafka.Read;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>Reads topics as <c>Receive-KafkaRecord</c> does, from the first record to the last.</summary>
internal static class TopicContents
{
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(200);

    /// <summary>The records of a topic; throws where it cannot be read.</summary>
    internal static IReadOnlyList<ConsumedRecord> Read(ClusterConnection connection, string topic, CancellationToken stop)
    {
        using var reader = AirbyteKafka.Read.TopicReader.Start(connection, new ReadRequest { Topics = [new TopicWish(topic)] });
        var records = new List<ConsumedRecord>();
        while (reader.Take(Turn, stop) is { } batch)
        {
            records.AddRange(batch.Records);
        }

        while (reader.TakeNotice() is { } notice)
        {
            if (notice.Failure is { } failure)
            {
                throw failure;
            }
        }

        return records;
    }
}
