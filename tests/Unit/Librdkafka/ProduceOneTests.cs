using System.Buffers;
using System.Text;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.Librdkafka;

/// <summary>What a record can carry that is handed over by itself.</summary>
public sealed class ProduceOneTests(BrokerPool brokers)
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, 7, DateTimeKind.Utc);

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kafka_gets_key_value_headers_and_time_and_null_for_what_is_not_there()
    {
        var broker = await brokers.GetAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await broker.CreateTopicAsync(topic, partitions: 2);
        Record[] records =
        [
            new("key", "value", [("a", "1"), ("b", "é"), ("a", "2")]),
            new("key", null, [("none", null), ("empty", ""), ("", "no name")]),
            new(null, "", [.. Enumerable.Range(0, 500).Select(number => ($"h{number}", (string?)"x"))]),
            new("", null, []),
        ];

        var (settled, refusal) = await Task.Run(() => Produce(broker.BootstrapServers, topic, records), Test);
        var arrived = await broker.ReadAllAsync(topic, Test);

        Assert.Equal(
            records.Index().Select(record => $"1/{record.Index} {Noon.AddSeconds(record.Index):O} {record.Item}"),
            arrived.Select(record => $"{record.Partition}/{record.Offset} {record.Timestamp:O} {Record.Of(record)}"));
        Assert.Equal(("0 1 2 3", KafkaError.UnknownPartition), (string.Join(' ', settled.Order()), refusal));
    }

    /// <summary>Hands records over to partition 1, waits for their reports, and tries a partition that is not there.</summary>
    private static unsafe (List<ulong> Settled, KafkaError Refusal) Produce(string bootstrapServers, string topic, Record[] records)
    {
        using var producer = KafkaClient.OpenProducer(
            ClientSettings.ForWrite(WriteRun.Config(bootstrapServers, "\"topic_pattern\":\"t\""), topics: 1, debug: false));
        var handle = producer.OpenTopic(topic).Handle;
        var pinned = new List<MemoryHandle>();
        var settled = new List<ulong>();
        try
        {
            foreach (var (index, record) in records.Index())
            {
                var (key, value) = (Pin(pinned, record.Key), Pin(pinned, record.Value));
                var message = new NativeMessage
                {
                    Topic = handle,
                    Partition = 1,
                    Key = (byte*)key.Bytes,
                    KeyLength = (nuint)key.Length,
                    Value = (byte*)value.Bytes,
                    ValueLength = (nuint)value.Length,
                    Opaque = (ulong)index,
                };
                var headers = new NativeHeader[record.Headers.Length];
                for (var i = 0; i < headers.Length; i++)
                {
                    var (name, text) = (Pin(pinned, record.Headers[i].Name), Pin(pinned, record.Headers[i].Value));
                    headers[i] = new NativeHeader((byte*)name.Bytes, name.Length, (byte*)text.Bytes, text.Length);
                }

                var time = new DateTimeOffset(Noon.AddSeconds(index)).ToUnixTimeMilliseconds();
                Assert.True(producer.ProduceOne(ref message, time, headers));
            }

            Assert.True(SpinWait.SpinUntil(() => TakeReports(producer, settled) == records.Length, TimeLimit));
            var header = Pin(pinned, "h");
            var lost = new NativeMessage { Topic = handle, Partition = 2 };
            Assert.False(producer.ProduceOne(ref lost, 0, [new NativeHeader((byte*)header.Bytes, header.Length, null, 0)]));
            return (settled, new KafkaError(lost.Error));
        }
        finally
        {
            pinned.ForEach(handle => handle.Dispose());
        }
    }

    private static unsafe int TakeReports(NativeProducer producer, List<ulong> settled)
    {
        using var received = producer.Poll(TimeSpan.FromMilliseconds(100));
        if (received.Type == EventTypes.DeliveryReport)
        {
            nint next = 0;
            while (received.TakeMessages(new Span<nint>(ref next)) > 0)
            {
                var report = (NativeMessage*)next;
                Assert.Equal(0, report->Error);
                settled.Add(report->Opaque);
            }
        }

        return settled.Count;
    }

    // A terminator that does not belong to it: only lengths count.
    private static unsafe (nint Bytes, int Length) Pin(List<MemoryHandle> pinned, string? text)
    {
        if (text is null)
        {
            return (0, 0);
        }

        var bytes = Encoding.UTF8.GetBytes(text + "!");
        var handle = bytes.AsMemory().Pin();
        pinned.Add(handle);
        return ((nint)handle.Pointer, bytes.Length - 1);
    }

    private sealed record Record(string? Key, string? Value, (string Name, string? Value)[] Headers)
    {
        public static Record Of(TestRecord record) => new(
            Text(record.Key),
            Text(record.Value),
            [.. record.Headers.Select(header => (header.Key, Text(header.Value)))]);

        public override string ToString() =>
            $"{Key ?? "null"}={Value ?? "null"} {string.Join(' ', Headers.Select(header => $"{header.Name}:{header.Value ?? "null"}"))}";

        private static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
    }
}
