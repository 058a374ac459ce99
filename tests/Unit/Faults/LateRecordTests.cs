using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using AirbyteKafka.Tests.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>What the error of a record that was not acknowledged in time says of the reason.</summary>
public sealed class LateRecordTests(BrokerPool brokers)
{
    // Long enough for a busy machine to make a connection and be told why not.
    private const string ShortTimes = "\"delivery_timeout_ms\":8000,\"request_timeout_ms\":1000,\"linger_ms\":\"5\"";

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_names_the_authority_that_is_not_trusted()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.Tls);
        var stranger = CheckRun.ProtocolOf(kafka, BrokerListener.Tls, ("ssl_truststore_certificates", new TestCertificates().Authority))
            .ToJsonString();
        var broker = kafka.GetBootstrapServers(BrokerListener.Tls);

        Assert.Matches(
            $@"was not acknowledged by topic 't' within delivery_timeout_ms \(8 s\)\. Check that the brokers at {broker} can be reached and are healthy\. "
            + $@"The last error of a connection, \d+ s earlier: the TLS of {broker} was not accepted\. "
            + @"Check protocol\.ssl_truststore_certificates: the broker may have a new certificate\. The Kafka client says: ",
            Write(broker, $"{ShortTimes},\"protocol\":{stranger}"));
    }

    [Fact]
    public void It_names_the_connection_that_failed()
    {
        using var unused = new UnusedPort();

        Assert.Matches(
            $@"healthy\. The last error of a connection, \d+ s earlier, with {unused.Address}: .*Connection refused",
            Write(unused.Address, ShortTimes));
    }

    [Fact]
    public async Task It_names_the_quota_that_holds_the_client_back()
    {
        await using var kafka = await brokers.StartKafkaAsync(new(), Test);
        await ClientQuota.SetAsync(kafka, bytesPerSecond: 100, Test);
        await kafka.CreateTopicAsync("t");

        Assert.Matches(
            @"healthy\. A quota holds this client back: \d+ s earlier a broker made it wait [\d.]+ s\. Raise producer_byte_rate of the user or client, or delivery_timeout_ms\.",
            Write(kafka.BootstrapServers, $"{ShortTimes},\"batch_size\":1000"));
    }

    private static string Write(string servers, string settings)
    {
        using var input = new NumberedInput(new NumberedSync(Records: 1000, Padding: 200));
        return WriteRun.Of(servers, $"\"topic_pattern\":\"t\",{settings}", NumberedSync.Streams, input, Test)
            .Result.Failure?.Message ?? "no failure";
    }
}
