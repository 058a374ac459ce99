using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Kafka;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Write;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>What a write says about the records of each stream, while it runs and once it has failed.</summary>
public sealed class WriteFiguresTests
{
    private const short Produce = 0;
    private const string Streams = "x.s y.s z.s";

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Faults => new()
    {
        { "refused", "x.s 2+3+0=5 y.s 1+2+0=3 | 3+5+0=8 DeliveryFailed" },
        { "unanswered", "x.s 2+0+3=5 y.s 1+0+2=3 | 3+0+5=8 DeliveryTimedOut" },
        { "given up", "x.s 2+3+0=5 y.s 1+2+0=3 | 3+5+0=8 DeliveryTimedOut" },
    };

    // Streams of one name that share a topic: only the namespace, which the record in Kafka does not hold, tells them apart.
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task After_a_failure_acknowledged_failed_and_unknown_add_up_per_stream(string fault, string expected)
    {
        await using var broker = new MockBroker();
        broker.Cluster.CreateTopic("t", 1, 1);
        using var session = WriteSession.Start(
            Config(broker.BootstrapServers, "\"topic_pattern\":\"t\",\"delivery_timeout_ms\":1000,\"request_timeout_ms\":900"),
                Catalog(Streams), new Observer());
        await WriteAsync(session, "x.s", "y.s", "x.s");
        await UntilAsync(() => session.Progress.Acknowledged == 3);

        switch (fault)
        {
            case "refused":
                broker.Cluster.PushRequestErrors(Produce, [.. Enumerable.Repeat(new KafkaError(87), 10)]);
                break;
            case "unanswered":
                broker.Cluster.SetRoundTripTime(1, TimeSpan.FromSeconds(20));
                break;
            default:
                broker.Cluster.SetBroker(1, up: false);
                break;
        }

        await WriteAsync(session, "x.s", "y.s", "x.s", "y.s", "x.s");
        var result = await Task.Run(() => session.Complete(Test), Test);

        Assert.Equal(expected, Figures(result));
    }

    [Fact]
    public async Task Records_on_their_way_are_unknown_until_they_arrive()
    {
        await using var broker = new MockBroker();
        broker.Cluster.CreateTopic("t", 1, 1);
        using var session = WriteSession.Start(Config(broker.BootstrapServers, "\"topic_pattern\":\"t\""), Catalog(Streams),
            new Observer());
        await WriteAsync(session, "y.s");
        await UntilAsync(() => session.Progress.Acknowledged == 1);
        broker.Cluster.SetRoundTripTime(1, TimeSpan.FromSeconds(1));
        await WriteAsync(session, "x.s", "x.s");

        var before = Figures(session.Result);
        var after = Figures(await Task.Run(() => session.Complete(Test), Test));
        session.Dispose();

        Assert.Equal(
            ("x.s 0+0+2=2 y.s 1+0+0=1 | 1+0+2=3 none", "x.s 2+0+0=2 y.s 1+0+0=1 | 3+0+0=3 none", after),
            (before, after, Figures(session.Result)));
    }

    private static string Figures(WriteOutcome result) => string.Create(
        CultureInfo.InvariantCulture,
        $"{string.Join(' ', result.Streams.Select(stream => $"{stream.Namespace}.{stream.Stream} {Sum(stream.Records, stream.FailedRecords, stream.UnknownRecords)}"))} | {Sum(result.Records, result.FailedRecords, result.UnknownRecords)} {result.Failure?.Kind.Id ?? "none"}");

    private static string Sum(long acknowledged, long failed, long unknown) =>
        string.Create(CultureInfo.InvariantCulture, $"{acknowledged}+{failed}+{unknown}={acknowledged + failed + unknown}");

    private static Task WriteAsync(WriteSession session, params string[] streams) => Task.Run(
        () =>
        {
            session.Write(Encoding.UTF8.GetBytes(string.Concat(streams.Select(stream => Record(stream, "{}") + "\n"))), Test);
            session.Flush();
        },
        Test);

    private static async Task UntilAsync(Func<bool> condition) =>
        Assert.True(await Task.Run(() => SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(20)), Test), "It did not come about in 20 s.");

    private sealed class Observer : IWriteObserver
    {
        public void OnState(StateAnswer state)
        {
        }

        public void OnLog(LogLevel level, string message)
        {
        }
    }
}
