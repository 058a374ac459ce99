using DotNet.Testcontainers.Builders;
using Testcontainers.Kafka;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>A single Kafka in a container of its own, without TLS or SASL.</summary>
public sealed class ContainerBroker : TestBroker
{
    private const string Image = "apache/kafka-native:4.1.1";
    private static readonly TimeSpan StartTimeLimit = TimeSpan.FromMinutes(3);

    private readonly KafkaContainer _container;

    private ContainerBroker(KafkaContainer container) => _container = container;

    /// <inheritdoc/>
    public override string Description => $"a container of {Image}";

    /// <inheritdoc/>
    public override BrokerNeeds Capabilities => BrokerNeeds.RealKafka;

    /// <summary>Starts one.</summary>
    /// <exception cref="DockerUnavailableException">No Docker engine answers.</exception>
    public static async Task<ContainerBroker> StartAsync()
    {
        KafkaContainer container = new KafkaBuilder(Image).WithVendor(KafkaVendor.ApacheSoftwareFoundation).Build();
        using var timeLimit = new CancellationTokenSource(StartTimeLimit);
        try
        {
            await container.StartAsync(timeLimit.Token);
            return new ContainerBroker(container);
        }
        catch
        {
            await container.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public override string GetBootstrapServers(BrokerListener listener) => listener == BrokerListener.Plaintext
        ? _container.GetBootstrapAddress()
        : throw new InvalidOperationException($"{Description} has no listener {listener}.");

    /// <inheritdoc/>
    public override ValueTask DisposeAsync() => _container.DisposeAsync();
}
