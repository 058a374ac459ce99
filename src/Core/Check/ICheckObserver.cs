using AirbyteKafka.Airbyte.Output;

namespace AirbyteKafka.Check;

/// <summary>Follows a connection check while it runs. Called from any thread, by several at once.</summary>
public interface ICheckObserver
{
    /// <summary>A step has ended.</summary>
    void OnStep(StepResult checkStep);

    /// <summary>The Kafka client has something to say; each text comes once. Never holds a secret.</summary>
    void OnLog(LogLevel level, string message);
}
