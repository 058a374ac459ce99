using System.Diagnostics;
using AirbyteKafka.Check;
using AirbyteKafka.Tests.Delivery;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;
using static AirbyteKafka.Tests.Connection.WireBytes;

namespace AirbyteKafka.Tests.Connection;

/// <summary>
/// Brokers that lie about records and logins: a write ends in its time with an outcome, and confirms a state only after a plain success.
/// </summary>
[Collection(MemoryTests.Name)]
public sealed class LyingWriteTests
{
    private const string Topic = "t";

    // What a write may take beside its delivery_timeout_ms: the time after it in which reports still come, and a busy machine.
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);

    private const string Settings = "\"topic_pattern\":\"t\",\"delivery_timeout_ms\":1500,\"request_timeout_ms\":1000,\"max_block_ms\":1500,\"linger_ms\":\"0\",\"retry_backoff_ms\":100";

    private static readonly string Input = $"{WriteRun.Record("a", "{}")}\n{WriteRun.StreamState("a", 1)}\n";

    public static readonly TheoryData<string> Lies =
    [
        "no topic", "two topics", "no partition", "refused", "absurd error", "negative error", "cut", "nothing", "garbage",
            "absurd count", "absurd length", "silence",
    ];

    [Fact]
    public async Task A_plain_success_confirms_the_state()
    {
        await using var broker = Broker(Produced(Topic, 0, 0, 42));

        var run = Write(broker);

        Assert.Equal(("none", 1L, 1), (run.FailureId, run.Result.Records, run.States.Count));
        Assert.True((await CheckAsync(broker)).Succeeded);
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task What_is_no_success_confirms_nothing(string lie)
    {
        await using var broker = Broker(Answer(lie));

        var run = Write(broker);
        var check = await CheckAsync(broker);

        Assert.Equal((0, 0L, false), (run.States.Count, run.Result.Records, check.Succeeded));
        AssertWords(run.Result.Failure?.Message);
        AssertWords(check.Message);
    }

    /// <summary>docs/check.md says so under "What librdkafka decides"; a release that compares the names fails here.</summary>
    [Theory]
    [InlineData("other", 0)]
    [InlineData(Topic, 7)]
    public async Task Librdkafka_takes_another_topics_success_for_the_one_it_asked_for(string topic, int partition)
    {
        await using var broker = Broker(Produced(topic, partition, 0, 1));

        Assert.Single(Write(broker).States);
    }

    [Fact]
    public async Task Whatever_a_broker_answers_to_records_and_logins_a_write_and_a_check_end_in_time_and_honestly()
    {
        var before = Process.GetCurrentProcess().WorkingSet64;

        await Lie.SampleAsync(async lie =>
        {
            await using var broker = new FakeBroker
            {
                Topics = [Topic],
                Mechanisms = lie.Login is null ? [] : ["PLAIN"],
                Login = lie.Login is null ? null : _ => lie.Login,
                Lies = { [FakeBroker.Produce] = _ => lie.Produce },
                Mangle = (key, frame) => key == lie.MangledKey ? lie.Mangle(frame) : frame,
            };
            var login = lie.Login is null ? "" : $",\"protocol\":{Protocol().ToJsonString()}";
            var start = Stopwatch.GetTimestamp();

            var run = WriteRun.Of(broker.Address, Settings + login, "a", Input, CancellationToken.None);

            Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, WriteLimit);
            Assert.True(run.States.Count == 0 || lie.IsSuccess, $"A state was confirmed: {run.Result}");
            Assert.Equal(run.States.Count == 1, run.Result.Failure is null);
            if (run.Result.Failure is { } failure)
            {
                AssertWords(failure.Message);
            }

            var check = await RunAsync(
                Config(broker.Address, lie.Login is null ? null : Protocol(), ("test_topic", Topic), ("topic_pattern", Topic)),
                    timeout: TimeSpan.FromSeconds(2));
            Assert.True(!check.Succeeded || lie.IsSuccess, check.Message);
            Assert.All(check.Steps, step => AssertWords(step.Detail));
        }, iter: 60, threads: 8);

        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 300L << 20);
    }

    private static void AssertWords(string? message)
    {
        Assert.NotNull(message);
        Assert.InRange(message.Length, 1, 5000);
        Assert.DoesNotContain("Exception", message, StringComparison.Ordinal);
        Assert.DoesNotContain(message, character => char.IsControl(character) && character != '\n');
    }

    private static FakeBroker Broker(byte[]? answer) => new() { Topics = [Topic], Lies = { [FakeBroker.Produce] = _ => answer } };

    private static WriteRun Write(FakeBroker broker)
    {
        var start = Stopwatch.GetTimestamp();
        var run = WriteRun.Of(broker.Address, Settings, "a", Input, TestContext.Current.CancellationToken);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, WriteLimit);
        return run;
    }

    private static Task<CheckResult> CheckAsync(FakeBroker broker) =>
        RunAsync(Config(broker.Address, null, ("test_topic", Topic), ("topic_pattern", Topic)), timeout: TimeSpan.FromSeconds(2));

    private static System.Text.Json.Nodes.JsonObject Protocol()
    {
        var protocol = new System.Text.Json.Nodes.JsonObject { ["security_protocol"] = "SASL_PLAINTEXT" };
        foreach (var (name, value) in Login("PLAIN", "airbyte", "pass-word"))
        {
            protocol[name] = value;
        }

        return protocol;
    }

    private static byte[]? Answer(string lie) => lie switch
    {
        "no topic" => [.. Int32(0), .. Int32(0)],
        "two topics" => [.. Int32(2), .. Produced(Topic, 0, 0, 1)[4..^4], .. Produced(Topic, 0, 0, 1)[4..]],
        "no partition" => [.. Int32(1), .. Utf8(Topic), .. Int32(0), .. Int32(0)],
        "refused" => Produced(Topic, 0, 87, -1),
        "absurd error" => Produced(Topic, 0, 31_000, 5),
        "negative error" => Produced(Topic, 0, -7, 5),
        "cut" => Produced(Topic, 0, 0, 1)[..^20],
        "nothing" => [],
        "garbage" => "HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(),
        "absurd count" => [.. Int32(int.MaxValue), .. Produced(Topic, 0, 0, 1)[4..]],
        "absurd length" => [.. Int32(1), .. Int16(short.MaxValue), .. Int32(0)],
        _ => null,
    };

    private sealed record WriteLie(byte[]? Produce, byte[]? Login, short MangledKey, Func<byte[], byte[]> Mangle, bool IsSuccess);

    private static readonly byte[] LoggedIn = [.. Int16(0), .. Utf8(null), .. Int32(0)];

    private static Gen<(byte[] Answer, bool IsSuccess)> Produce =>
        from topic in Gen.OneOf(Topic, Topic, Topic, "other", "", new string('x', 30_000))
        from partition in Gen.OneOf(Gen.Const(0), Gen.Const(0), Gen.Int)
        from error in Gen.OneOf(Gen.Const((short)0), Gen.Short[1, 120], Gen.Short)
        from offset in Gen.OneOf(Gen.Long[0, 100], Gen.Long)
        from cut in Gen.OneOf(Gen.Const(int.MaxValue), Gen.Int[0, 60])
        let whole = Produced(topic, partition, error, offset)
        select (whole[..Math.Min(cut, whole.Length)], error == 0 && cut >= whole.Length);

    private static Gen<WriteLie> Lie =>
        from produce in Produce
        from silent in Gen.Int[0, 9]
        from login in Gen.OneOf(
            Gen.Int.Select(_ => (byte[]?)null),
            Gen.Int.Select(_ => (byte[]?)null),
            Gen.Int.Select(_ => (byte[]?)LoggedIn),
            Gen.Byte.Array[0, 40].Select(bytes => (byte[]?)bytes),
            Gen.Short.Select(Gen.String, (error, text) => (byte[]?)[.. Int16(error), .. Utf8(text), .. Int32(-1)]),
            Gen.Int.Select(length => (byte[]?)[.. Int16(0), .. Utf8(null), .. Int32(length)]))
        from key in Gen.OneOf(FakeBroker.Produce, FakeBroker.SaslAuthenticate, (short)-1, (short)-1)
        from how in Gen.Int[0, 2]
        from cut in Gen.Int[0, 60]
        from length in Gen.Int
        select new WriteLie(silent == 0 ? null : produce.Answer, login, key, frame => how switch
        {
            0 => frame[..Math.Min(frame.Length, cut)],
            1 => [.. Int32(length), .. frame[4..]],
            _ => [.. frame, .. frame],
        }, produce.IsSuccess && silent != 0);
}
