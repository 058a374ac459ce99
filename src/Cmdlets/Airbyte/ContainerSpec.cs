using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.Spec;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>The spec as Airbyte's protocol has it: one SPEC message on standard output.</summary>
internal static class ContainerSpec
{
    private static readonly TimeSpan OutputTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Writes it.</summary>
    internal static void Run()
    {
        using var messages = AirbyteMessageWriter.Start(StandardOutputStream.Open(), TimeProvider.System);
        messages.WriteSpec(DestinationSpec.WriteTo);
        messages.Complete(OutputTimeout);
    }
}
