using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>A failure before any command of Airbyte's protocol began: one TRACE on standard output.</summary>
internal static class ContainerError
{
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(10);

    /// <summary>Writes it.</summary>
    internal static void Write(AirbyteKafkaException failure)
    {
        using var messages = AirbyteMessageWriter.Start(StandardOutputStream.Open(), TimeProvider.System);
        messages.WriteError(failure.Kind.FailureType, failure.Message, failure.Kind.Id);
        messages.Complete(OutputTimeout);
    }
}
