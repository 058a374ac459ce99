using AirbyteKafka.Configuration;

namespace AirbyteKafka.Connection;

/// <summary>What a probe of one broker found.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Steps">What was looked at, up to and including the first failure.</param>
/// <param name="PortOpen">Whether somebody took the connection.</param>
/// <param name="KafkaVersion">The release of Kafka it gave away, if any.</param>
internal sealed record ProbeResult(BrokerAddress Broker, IReadOnlyList<CheckStep> Steps, bool PortOpen, string? KafkaVersion)
{
    /// <summary>Whether nothing was found that speaks against it.</summary>
    public bool Passed => Steps.All(step => step.Outcome != CheckOutcome.Failed);
}
