using System.Text;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Write;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>What is handed over together: by topic, in order, with the parts that a record has.</summary>
public sealed class RecordBatchTests
{
    private const int Capacity = 32 * 1024;
    private const long Buffer = 32L * 1024 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public void Records_of_a_topic_keep_their_order_whatever_order_topics_come_in() =>
        Gen.Int[0, 4].Array[1, 300].Array[1, 3].Sample(batches =>
    {
        using var arena = new RecordArena(Buffer);
        using var batch = new RecordBatch(Buffer, topics: 5);
        foreach (var topics in batches)
        {
            for (var line = 0; line < topics.Length; line++)
            {
                Add(batch, arena, topics[line], "k", "v", line);
            }

            var expected = topics.Index().GroupBy(record => record.Item)
                .SelectMany(topic => topic.Select(record => (Handle(record.Item), (long)record.Index)));
            if (batch.IsEmpty || !Lines(batch.HandOver(discard: true)).SequenceEqual(expected) || !batch.IsEmpty)
            {
                return false;
            }
        }

        return true;
    });

    [Fact]
    public void A_batch_is_full_by_number_by_bytes_and_by_half_of_the_buffer_and_may_hold_more_of_several_topics() => Assert.Equal(
        (Capacity, 4, 1, 5),
        (CountUntilFull(Buffer, recordLength: 10, topics: 1),
            CountUntilFull(Buffer, recordLength: 1024 * 1024, topics: 1),
            CountUntilFull(buffer: 1000, recordLength: 500, topics: 1),
            CountUntilFull(Buffer, recordLength: 1024 * 1024, topics: 2)));

    [Fact]
    public unsafe void What_is_not_sent_any_more_comes_back_with_the_reason()
    {
        using var arena = new RecordArena(Buffer);
        using var batch = new RecordBatch(Buffer, topics: 1);
        Add(batch, arena, 0, "k", "v", line: 7);
        var refused = batch.HandOver(discard: true);
        Assert.Equal(
            (1, KafkaError.PurgedFromQueue.Code, "k", "v"),
            (refused.Length, refused[0].Error, Text(refused[0].Key, refused[0].KeyLength), Text(refused[0].Value, refused[0].ValueLength)));
    }

    [Fact]
    public async Task Kafka_gets_the_parts_that_a_record_has_and_null_for_those_that_it_has_not()
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync("t");
        (string? Key, string? Value)[] records = [("key", "value"), ("key", null), (null, "value"), ("", "value"), ("key", "")];
        var settled = await Task.Run(() => Produce(broker.BootstrapServers, "t", records), Test);
        var arrived = await broker.ReadAllAsync("t", Test);
        Assert.Equal(records.Select(Shown), arrived.Select(record => Shown((Text(record.Key), Text(record.Value)))));
        Assert.Equal("0 1 2 3 4", string.Join(' ', settled.Order()));
    }

    private static string Shown((string? Key, string? Value) record) => $"{record.Key ?? "null"}={record.Value ?? "null"}";

    /// <summary>Hands records over in one batch and settles them by their reports; gives the line of each that was acknowledged.</summary>
    private static unsafe List<long> Produce(string bootstrapServers, string topic, (string? Key, string? Value)[] records)
    {
        using var arena = new RecordArena(Buffer);
        using var producer = KafkaClient.OpenProducer(
            ClientSettings.ForWrite(WriteRun.Config(bootstrapServers, "\"topic_pattern\":\"t\""), topics: 1, debug: false));
        using var batch = new RecordBatch(Buffer, topics: 1);
        var handle = producer.OpenTopic(topic).Handle;
        for (var line = 0; line < records.Length; line++)
        {
            Add(batch, arena, 0, records[line].Key, records[line].Value, line, handle);
        }

        Assert.True(batch.HandOver(discard: false).IsEmpty);
        var lines = new List<long>();
        Assert.True(SpinWait.SpinUntil(
            () =>
            {
                var received = producer.Poll(TimeSpan.FromMilliseconds(100));
                if (received.Type == EventTypes.DeliveryReport)
                {
                    nint next = 0;
                    while (received.TakeMessages(new Span<nint>(ref next)) > 0)
                    {
                        var report = (NativeMessage*)next;
                        Assert.Equal(0, report->Error);
                        lines.Add(RecordArena.OriginOf((byte*)report->Opaque).Line);
                        arena.Release(arena.ChunkOf((byte*)report->Opaque), 1);
                    }
                }

                received.Dispose();
                return lines.Count == records.Length;
            },
            TimeLimit));
        return lines;
    }

    private static int CountUntilFull(long buffer, int recordLength, int topics)
    {
        using var arena = new RecordArena(Buffer);
        using var batch = new RecordBatch(buffer, topics);
        var value = new string('v', recordLength);
        var count = 0;
        for (; !batch.IsFull; count++)
        {
            Add(batch, arena, count % topics, null, value, count);
        }

        return count;
    }

    // A handle that nothing is sent to.
    private static nint Handle(int topic) => 1000 + topic;

    private static unsafe void Add(
        RecordBatch batch, RecordArena arena, int topic, string? key, string? value, int line, nint? handle = null)
    {
        var (keyBytes, valueBytes) = (Encoding.UTF8.GetBytes(key ?? ""), Encoding.UTF8.GetBytes(value ?? ""));
        var parts = new RecordParts(
            key is null ? RecordPart.None : new RecordPart(0, keyBytes.Length),
            value is null ? RecordPart.None : new RecordPart(keyBytes.Length, valueBytes.Length));
        var record = arena.TryAllocate(parts.Memory, new RecordOrigin(0, line, 0, parts.Key.Start));
        var memory = new Span<byte>(record, parts.Memory);
        keyBytes.CopyTo(parts.Key.Of(memory));
        valueBytes.CopyTo(parts.Value.Of(memory));
        batch.Add(topic, handle ?? Handle(topic), record, parts, NativeMethods.PartitionUnassigned);
    }

    private static unsafe List<(nint Topic, long Line)> Lines(ReadOnlySpan<NativeMessage> messages)
    {
        var lines = new List<(nint, long)>();
        foreach (ref readonly var message in messages)
        {
            lines.Add((message.Topic, RecordArena.OriginOf((byte*)message.Opaque).Line));
        }

        return lines;
    }

    private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

    private static unsafe string Text(byte* bytes, nuint length) => Encoding.UTF8.GetString(bytes, (int)length);
}
