using System.Globalization;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Sets quotas, for which only Kafka's own client has a request.</summary>
internal static class ClientQuota
{
    /// <summary>Lets every client produce so many bytes a second at each broker.</summary>
    internal static async Task SetAsync(TestBroker broker, int bytesPerSecond, CancellationToken cancellation) => await JavaSource.RunAsync(
        Path.Combine("Faults", "ClientQuota.java"),
        Path.Combine(Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable)!, "libs", "*"),
        [string.Create(CultureInfo.InvariantCulture, $"{broker.BootstrapServers} {bytesPerSecond}")],
        cancellation);
}
