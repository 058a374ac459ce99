using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Check;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Limits of services that do not say them by Kafka's protocol: a check knows them by the host, before it goes anywhere.</summary>
public sealed class CloudTests
{
    private const string EventHubs = "name.servicebus.windows.net:9093";
    private const string TooLarge = "Azure Event Hubs closes a connection that sends more than 1046528 bytes at once, and "
        + "max_request_size is 1048576. Set it to 1000000.";

    [Theory]
    [InlineData(EventHubs, 1_048_576, "none", TooLarge)]
    [InlineData("NAME.ServiceBus.Windows.NET:9093", 1_048_576, "gzip", TooLarge)]
    [InlineData(EventHubs, 1_048_576, "lz4", TooLarge + " Azure Event Hubs takes no compression_type but none and gzip, and not lz4.")]
    [InlineData(EventHubs, 1_046_529, "none", "Azure Event Hubs closes a connection that sends more than 1046528 bytes at once, and "
        + "max_request_size is 1046529. Set it to 1000000.")]
    [InlineData(EventHubs, 1_046_528, "gzip", null)]
    [InlineData("servicebus.windows.net.example.org:9093", 1_048_576, "lz4", null)]
    public async Task Settings_that_Event_Hubs_does_not_take_are_warnings(string bootstrapServers, int maxRequestSize, string compression,
        string? warning)
    {
        using var stop = new CancellationTokenSource();
        var first = new FirstStep(stop);
        var config = Parse(Config(bootstrapServers, null, ("max_request_size", maxRequestSize), ("compression_type", compression)));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            DestinationCheck.RunAsync(config, null, CheckRun.Timeout, first, cancellation: stop.Token));

        Assert.Equal(
            (warning is null ? StepOutcome.Passed : StepOutcome.Warning, warning ?? "-Config is valid: PLAINTEXT."),
            (first.Step!.Outcome, first.Step.Detail));
    }

    /// <summary>Ends the check behind the configuration: nothing is sent to anybody.</summary>
    private sealed class FirstStep(CancellationTokenSource stop) : ICheckObserver
    {
        internal StepResult? Step { get; private set; }

        public void OnStep(StepResult checkStep)
        {
            Step ??= checkStep;
            stop.Cancel();
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }
}
