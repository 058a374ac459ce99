namespace AirbyteKafka.Tests.Brokers;

/// <summary>A Kafka that someone else runs, reached without TLS or SASL. Its topics stay behind.</summary>
/// <param name="bootstrapServers">Host and port of some of its nodes, comma-separated.</param>
/// <param name="capabilities">What it is declared to have.</param>
public sealed class ExternalBroker(string bootstrapServers, BrokerNeeds capabilities) : TestBroker
{
    /// <summary>Names the bootstrap servers.</summary>
    public const string BootstrapServersVariable = "AIRBYTEKAFKA_TEST_BOOTSTRAP_SERVERS";

    /// <summary>Declares what else it has than a real, single Kafka: names of <see cref="Declarable"/>, comma-separated.</summary>
    public const string CapabilitiesVariable = "AIRBYTEKAFKA_TEST_CAPABILITIES";

    /// <summary>
    /// What can be declared. TLS, SASL and access rules need the certificates and users of these tests; most tests need topics created on
    /// first use.
    /// </summary>
    public const BrokerNeeds Declarable = BrokerNeeds.RealKafka | BrokerNeeds.ThreeNodes;

    /// <inheritdoc/>
    public override string Description => $"the external Kafka at {bootstrapServers}";

    /// <inheritdoc/>
    public override BrokerNeeds Capabilities => capabilities;

    /// <inheritdoc/>
    public override string GetBootstrapServers(BrokerListener listener) => listener == BrokerListener.Plaintext
        ? bootstrapServers
        : throw new InvalidOperationException($"{Description} has no listener {listener}.");

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
