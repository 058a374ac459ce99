using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Faults;
using Xunit;

namespace AirbyteKafka.Tests.OldBrokers;

/// <summary>Codecs, acknowledgements and large batches with Kafka 1.0 and 2.8.</summary>
[Collection(OldBrokerRun.Collection)]
public sealed class CodecTests(BrokerPool brokers)
{
    private static readonly NumberedSync Sync = new(Records: 300, Padding: 500);
    private static readonly bool[] Existence = [true, false];
    private static readonly int[] LargeSizes = [1_048_576, 2_000_000];

    public static readonly MatrixTheoryData<string, string,
        bool> Codecs = new(BrokerPool.OldVersions, ["none", "gzip", "snappy", "lz4", "zstd"], [false, true]);

    public static readonly MatrixTheoryData<string, string> Acknowledgements = new(BrokerPool.OldVersions, ["0", "1", "all"]);

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Everything_arrives_and_is_compressed_or_said_not_to_be(string version, string codec, bool idempotent)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        var config = OldBrokerRun.Config(kafka, topic, ("compression_type", codec), ("enable_idempotence", idempotent), ("acks", "all"));

        var check = await OldBrokerRun.CheckAsync(config, $"{topic}_check");
        var write = await OldBrokerRun.WriteAndReadAsync(kafka, config, Sync);

        var isOff = (version, codec) == ("1.0", "zstd");
        var warning = $"Broker {kafka.BootstrapServers} speaks the protocol of Kafka 1.0, and compression_type zstd needs Kafka 2.1: "
            + "records are written there uncompressed. Set compression_type to lz4, snappy or gzip, or upgrade the brokers.";
        Assert.True(check.Succeeded, check.Message);
        Assert.Equal(
            ("exactly once", isOff ? warning : null, isOff ? $"Warn: {warning}" : ""),
            (write.Outcome, check.Steps.SingleOrDefault(step => step.Name == "Compression")?.Detail,
                string.Join('\n', OldBrokerRun.Warnings(write.Run))));
        Assert.Equal(isOff ? "none" : codec, StoredCodecs.Of(kafka, topic));
        Assert.DoesNotContain(write.Run.Logs, log => log.StartsWith("Debug: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Acknowledgements))]
    public async Task Everything_arrives_with_every_kind_of_acknowledgement(string version, string acks)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var write = await OldBrokerRun.WriteAndReadAsync(kafka, OldBrokerRun.Config(kafka, TestBroker.UniqueTopic(), ("acks", acks)), Sync);
        string[] warnings = acks == "0"
            ? ["Warn: acks is 0: brokers acknowledge nothing, so a state says only that its records were sent. Use acks 1 or all for "
                + "states that mean it."]
            : [];
        Assert.Equal("exactly once", write.Outcome);
        Assert.Equal(warnings, OldBrokerRun.Warnings(write.Run));
    }

    /// <summary>Kafka 1.0 takes 1,000,012 bytes by itself, 2.8 1,048,588; Airbyte's form suggests up to 1,048,576.</summary>
    [Theory]
    [MemberData(nameof(Acknowledgements))]
    public async Task Batches_larger_than_the_stock_limit_arrive(string version, string acks)
    {
        var kafka = await brokers.GetOldKafkaAsync(version);
        var sync = new NumberedSync(Records: 200, Padding: 20_000, IsCompressible: false);
        var cases = (from exists in Existence from size in LargeSizes select (exists, size)).ToList();
        var writes = await Task.WhenAll(cases.Select(async one =>
        {
            var topic = TestBroker.UniqueTopic();
            if (one.exists)
            {
                await kafka.CreateTopicAsync(topic);
            }

            return await OldBrokerRun.WriteAndReadAsync(
                kafka, OldBrokerRun.Config(kafka, topic, ("acks", acks), ("batch_size", one.size), ("max_request_size", one.size),
                    ("linger_ms", "50")), sync);
        }));
        Assert.Equal(cases.Select(one => (one, "exactly once")), cases.Zip(writes, (one, write) => (one, write.Outcome)));
        Assert.DoesNotContain(writes, write => write.Run.Logs.Any(log => log.Contains("max.message.bytes", StringComparison.Ordinal)));
    }
}
