using System.Diagnostics;
using Confluent.Kafka;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>Reads what lies in a topic, through a client that is not the product's.</summary>
internal sealed class TopicReader(string bootstrapServers, TimeSpan timeLimit)
{
    public IReadOnlyList<TestRecord> ReadAll(string topic, CancellationToken cancellation)
    {
        var records = new List<TestRecord>();
        ReadEach(topic, result => records.Add(ToRecord(result)), cancellation);
        return [.. records.OrderBy(record => record.Partition).ThenBy(record => record.Offset)];
    }

    /// <summary>Hands over each record, those of a partition in order, without keeping any.</summary>
    public void ReadEach(string topic, Action<ConsumeResult<byte[]?, byte[]?>> take, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(timeLimit);
        var config = new ConsumerConfig
        {
            BootstrapServers = bootstrapServers,
            GroupId = "nobody-commits",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            EnablePartitionEof = true,
            AutoOffsetReset = AutoOffsetReset.Error,
            FetchWaitMaxMs = 10,
        };
        using IConsumer<byte[]?, byte[]?> consumer = new ConsumerBuilder<byte[]?,
            byte[]?>(config).SetLogHandler(static (_, _) => { }).Build();
        try
        {
            int open = Assign(consumer, topic);
            while (open > 0)
            {
                ConsumeResult<byte[]?, byte[]?> result = consumer.Consume(limited.Token);
                if (result.IsPartitionEOF)
                {
                    open--;
                }
                else
                {
                    take(result);
                }
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"Topic '{topic}' could not be read to its end within {timeLimit.TotalSeconds} s.");
        }
        finally
        {
            consumer.Close();
        }
    }

    private int Assign(IConsumer<byte[]?, byte[]?> consumer, string topic)
    {
        using IAdminClient admin = new DependentAdminClientBuilder(consumer.Handle).Build();
        TopicMetadata metadata = AskMetadata(admin, topic);
        if (metadata.Error.Code == ErrorCode.UnknownTopicOrPart)
        {
            return 0;
        }
        consumer.Assign(metadata.Partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        return metadata.Partitions.Count;
    }

    // A broker that has just come back may lead nothing for a moment.
    private TopicMetadata AskMetadata(IAdminClient admin, string topic)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return admin.GetMetadata(topic, timeLimit).Topics.Single();
            }
            catch (KafkaException passing)
                when (passing.Error.Code == ErrorCode.LeaderNotAvailable && Stopwatch.GetElapsedTime(started) < timeLimit)
            {
                Thread.Yield();
            }
        }
    }

    private static TestRecord ToRecord(ConsumeResult<byte[]?, byte[]?> result) => new(
        result.Partition.Value,
        result.Offset.Value,
        result.Message.Key,
        result.Message.Value,
        result.Message.Timestamp.UtcDateTime,
        [.. result.Message.Headers.Select(header => KeyValuePair.Create(header.Key, header.GetValueBytes()))]);
}
