using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Write;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Settings at the ends of their ranges, and inputs that come up against them.</summary>
public sealed class LimitTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"delivery_timeout_ms\":2147483647,\"sync_producer\":true")]
    [InlineData("\"delivery_timeout_ms\":2147483647,\"linger_ms\":\"20\"")]
    [InlineData("\"max_block_ms\":\"9223372036854775807\",\"buffer_memory\":\"1\"")]
    [InlineData("\"buffer_memory\":\"1\",\"max_request_size\":1000")]
    [InlineData("\"max_in_flight_requests_per_connection\":2147483647,\"send_buffer_bytes\":-1,\"receive_buffer_bytes\":-1")]
    public async Task A_write_works_with_the_largest_and_the_smallest_settings(string settings)
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(10));
        var sync = new NumberedSync(Records: 200, Padding: 500);
        using var input = new NumberedInput(sync);
        Assert.Equal("exactly once", (await FaultedWrite.RunAsync(broker, "t", sync, input, settings, Test)).Outcome);
    }

    [Theory]
    [InlineData(1_000_000, 950_000)]
    [InlineData(1_000_000, 5_000_000)]
    [InlineData(150_000, 100_000)]
    public async Task A_record_that_needs_all_of_the_buffer_waits_for_the_others_to_be_gone(int bufferMemory, int length)
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(10));
        var large = Record("a", $"\"{new string('x', length)}\"");
        string[] lines = [Record("a", "{}"), large, Record("a", "{}"), large, large, StreamState("a", 1)];
        var run = await Task.Run(
            () => Of(broker.BootstrapServers,
                $"\"topic_pattern\":\"t\",\"buffer_memory\":\"{bufferMemory}\",\"max_request_size\":10000000", "a",
                string.Join('\n', lines), Test), Test);
        Assert.Equal(("none", 5L, StreamState("a", 1, Stats(5))), (run.FailureId, run.Result.Records, string.Concat(run.States)));
    }

    [Fact]
    public async Task A_slow_broker_that_frees_less_than_half_of_the_buffer_within_max_block_ms_only_slows_the_write()
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromMilliseconds(60));
        var sync = new NumberedSync(Records: 2000, Padding: 500);
        using var input = new NumberedInput(sync);
        const string Settings = "\"max_block_ms\":\"1500\",\"buffer_memory\":\"1048576\",\"max_in_flight_requests_per_connection\":1";
        Assert.Equal("exactly once", (await FaultedWrite.RunAsync(broker, "t", sync, input, Settings, Test)).Outcome);
    }

    [Fact]
    public async Task More_states_than_may_wait_for_their_records_end_the_write()
    {
        await using var broker = new MockBroker();
        broker.Cluster.SetBroker(1, up: false);
        var states = Enumerable.Range(0, StateLedger.MaxWaitingStates + 1).Select(i => StreamState("a", i));
        var run = await Task.Run(
            () => Of(broker.BootstrapServers,
                "\"topic_pattern\":\"t\",\"max_block_ms\":\"300\",\"delivery_timeout_ms\":2000,\"request_timeout_ms\":1000", "a",
                $"{Record("a", "{}")}\n{string.Join('\n', states)}", Test), Test);
        Assert.Equal(("DeliveryTimedOut", 0), (run.FailureId, run.States.Count));
        Assert.Matches(@"^65536 states \(\d+ bytes\) wait for the records before them", run.Result.Failure!.Message);
    }
}
