using AirbyteKafka.Settings;

namespace AirbyteKafka.Check.Probe;

/// <summary>What a probe of one broker found.</summary>
/// <param name="Broker">The broker.</param>
/// <param name="Steps">What was looked at, up to and including the first failure.</param>
/// <param name="MayPassForClient">Whether it failed over TLS, where the Kafka client, which has a TLS of its own, may fare better.</param>
/// <param name="EndsWrites">
/// Whether a write ends when the Kafka client happens to turn to it: it does not log in by the configured mechanism, or not at all, or its
/// answers are not safe for the client.
/// </param>
/// <param name="Versions">What it takes, if it is a broker.</param>
internal sealed record ProbeResult(
    BrokerAddress Broker, IReadOnlyList<StepResult> Steps, bool MayPassForClient, bool EndsWrites, ApiVersions? Versions)
{
    /// <summary>Whether nothing was found that speaks against it.</summary>
    public bool Passed => Steps.All(step => step.Outcome != StepOutcome.Failed);
}
