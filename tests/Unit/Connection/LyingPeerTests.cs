using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Check;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;
using static AirbyteKafka.Tests.Connection.WireBytes;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Brokers that lie about their cluster, or break: the check ends in its time, with a sentence about what was seen.</summary>
[Collection(MemoryTests.Name)]
public sealed class LyingPeerTests
{
    private const string Advice = " Set advertised.listeners on the brokers to addresses that clients can use.";

    private static readonly string LongHost = new('h', 300);

    public static readonly TheoryData<string, string> Metadata = new()
    {
        { "no brokers", "The cluster behind ADDRESS names no broker that a client can reach. It names no broker at all." + Advice },
        { "port 0", "The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at kafka1:0, whose port is "
            + "not one from 1 to 65535." + Advice },
        { "port -1", "The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at kafka1:-1, whose port is "
            + "not one from 1 to 65535." + Advice },
        { "port 65536", "The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at kafka1:65536, whose "
            + "port is not one from 1 to 65535." + Advice },
        { "long host", $"The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at {LongHost[..200]}… "
            + $"(300 characters):9092, whose host has 300 characters, more than 255." + Advice },
        { "empty host", "The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at :9092, which has an "
            + "empty host." + Advice },
        { "hostile host", @"The cluster behind ADDRESS names no broker that a client can reach. It names broker 1 at a\u001b[31mb\u202ec:9092, whose host has a character that host names cannot have." + Advice },
        { "id -1", "The cluster behind ADDRESS names no broker that a client can reach. It names broker -1 at kafka1:9092, whose id is "
            + "negative." + Advice },
        { "null host", "ADDRESS was asked for its cluster's brokers. It names broker 1 at :9092, which has no host: clients cannot use "
            + "such an answer." + Advice },
        { "null host among others", "ADDRESS was asked for its cluster's brokers. It names broker 2 at :9092, which has no host: clients "
            + "cannot use such an answer." + Advice },
        { "a crowd", "ADDRESS was asked for its cluster's brokers. It names 3001 brokers, more than any cluster has: clients cannot use "
            + "such an answer." + Advice },
        { "cut", "ADDRESS was asked for its cluster's brokers, and its answer cannot be read. Check that a Kafka broker is behind this "
            + "port in bootstrap_servers." },
        { "absurd count", "ADDRESS was asked for its cluster's brokers, and its answer cannot be read. Check that a Kafka broker is "
            + "behind this port in bootstrap_servers." },
        { "silence", "The cluster at ADDRESS did not answer within 1 s. Check that its brokers are healthy." },
    };

    [Theory]
    [MemberData(nameof(Metadata))]
    public async Task Metadata_that_no_client_can_use_fails_the_check_with_what_was_seen(string lie, string message)
    {
        await using var broker = new FakeBroker { Lies = { [FakeBroker.Metadata] = own => Answer(lie, own) } };

        var check = await RunAsync(Config(broker.Address, null, ("test_topic", "t")), timeout: TimeSpan.FromSeconds(2));

        Assert.Equal(message.Replace("ADDRESS", broker.Address, StringComparison.Ordinal), check.Message);
    }

    [Theory]
    [InlineData("null host")]
    [InlineData("null host among others")]
    public async Task Behind_a_login_by_PLAIN_a_host_that_is_null_is_seen_before_the_client_asks(string lie)
    {
        string? said = null;
        await using var broker = new FakeBroker
        {
            Mechanisms = ["PLAIN"],
            Login = message =>
            {
                said = System.Text.Encoding.UTF8.GetString(message);
                return [.. Int16(0), .. Utf8(null), .. Int32(0)];
            },
            Lies = { [FakeBroker.Metadata] = own => Answer(lie, own) },
        };
        var protocol = new System.Text.Json.Nodes.JsonObject { ["security_protocol"] = "SASL_PLAINTEXT" };
        foreach (var (name, value) in Login("PLAIN", "airbyte", " pass-wörd"))
        {
            protocol[name] = value;
        }

        var (_, message) = await OutcomeAsync(Config(broker.Address, protocol));

        Assert.EndsWith(" at :9092, which has no host: clients cannot use such an answer." + Advice, message, StringComparison.Ordinal);
        Assert.Equal("\0airbyte\0 pass-wörd", said);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task A_list_of_requests_that_makes_no_sense_is_not_taken_for_a_controllers(int count)
    {
        await using var broker =
            new FakeBroker
            {
                Lies = { [FakeBroker.ApiVersions] = _ =>
            [.. Int16(0), (byte)(count + 1),
            .. Enumerable.Repeat<byte[]>([.. Int16(18), .. Int16(0), .. Int16(3), 0], count).SelectMany(key => key), .. Int32(0),
            0] }
            };

        Assert.Equal(
            ("ListenerMismatch", $"{broker.Address} answers, but its list of the requests that it takes lacks the one for a cluster's "
                + $"brokers. Check the port in bootstrap_servers."),
            await OutcomeAsync(Config(broker.Address)));
    }

    [Fact]
    public async Task A_broker_that_cannot_be_used_beside_one_that_can_is_a_warning()
    {
        await using var broker =
            new FakeBroker
            {
                Lies = { [FakeBroker.Metadata] = own =>
            Cluster(Own(1, own), Broker(2, "kafka2", 0), Broker(-7, "kafka3", 1)) }
            };

        var check = await RunAsync(Config(broker.Address));

        Assert.Equal(
            (true, (StepOutcome.Warning, "The cluster names broker -7 at kafka3:1, whose id is negative, broker 2 at kafka2:0, whose "
                + "port is not one from 1 to 65535: no client can reach it there. Check its advertised.listeners.")),
            (check.Succeeded, Step(check, "Advertised brokers")));
    }

    [Fact]
    public async Task Of_thousands_of_brokers_a_hundred_are_tried_thirty_at_a_time()
    {
        var open = 0;
        var most = 0;
        await using var crowd = new TcpStub(async (connection, stop) =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref open));
            _ = await connection.ReadAsync(new byte[1], stop);
            Interlocked.Decrement(ref open);
        });
        var port = int.Parse(crowd.Address.Split(':')[1], CultureInfo.InvariantCulture);
        await using var broker = new FakeBroker
        {
            Lies = { [FakeBroker.Metadata] = own =>
                Cluster([Own(0, own), .. Enumerable.Range(1, 2000).Select(id => Broker(id, Localhost(id), port))]) },
        };
        var before = Process.GetCurrentProcess().WorkingSet64;

        var check = await RunAsync(Config(broker.Address), timeout: CheckRun.Timeout);

        Assert.Contains("Brokers", check.Steps.Select(step => step.Name));
        Assert.Equal(
            (true, 2001, (StepOutcome.Skipped, "The cluster names 2001 brokers. Only the first 100 of them were connected to.")),
            (check.Succeeded, check.Brokers.Count, Step(check, "Brokers")));
        Assert.InRange(most, 1, 30);
        Assert.Equal(101, check.Steps.Count(step => step.Name.StartsWith("Port ", StringComparison.Ordinal)));
        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 300L << 20);
        Assert.EndsWith(" and 1991 more.", Step(check, "Cluster").Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Texts_of_a_peer_are_shown_bounded_and_visible()
    {
        var hostile = "\u001b[2J\u202e" + new string('x', 30_000);
        await using var broker = new FakeBroker { Mechanisms = [.. Enumerable.Repeat(hostile, 30)] };

        var check = await RunAsync(Config(broker.Address));

        var shown = $"\\u001b[2J\\u202e{new string('x', 195)}… (30005 characters)";
        Assert.Equal(
            $"Broker {broker.Address} wants a login (SASL) on this port; it offers {string.Join(", ", Enumerable.Repeat(shown, 10))} and "
                + $"20 more. Set protocol.security_protocol to SASL_PLAINTEXT with sasl_mechanism and sasl_jaas_config.",
            check.Message);
    }

    [Fact]
    public async Task Whatever_a_peer_answers_the_check_ends_in_time_with_words_of_its_own()
    {
        var limit = TimeSpan.FromSeconds(2);
        var before = Process.GetCurrentProcess().WorkingSet64;

        await Lie.SampleAsync(async lie =>
        {
            await using var broker = new FakeBroker
            {
                Lies = { [FakeBroker.Metadata] = _ => lie.Metadata },
                Mangle = (key, frame) => key == lie.MangledKey ? lie.Mangle(frame) : frame,
            };
            var check = await RunAsync(Config(broker.Address), timeout: limit);

            Assert.All(check.Steps, step => Assert.DoesNotContain("Exception", step.Detail, StringComparison.Ordinal));
            Assert.All(check.Steps, step => Assert.DoesNotContain(step.Detail, character => char.IsControl(character)));
            Assert.All(check.Steps, step => Assert.InRange(step.Detail.Length, 1, 5000));
            Assert.Equal(check.Succeeded, check.Steps.All(step => step.Outcome != StepOutcome.Failed));
        }, iter: 60, threads: 8);

        Assert.InRange(Process.GetCurrentProcess().WorkingSet64 - before, long.MinValue, 300L << 20);
    }

    private static byte[]? Answer(string lie, string own) => lie switch
    {
        "no brokers" => Cluster(),
        "port 0" => Cluster(Broker(1, "kafka1", 0)),
        "port -1" => Cluster(Broker(1, "kafka1", -1)),
        "port 65536" => Cluster(Broker(1, "kafka1", 65536)),
        "long host" => Cluster(Broker(1, LongHost, 9092)),
        "empty host" => Cluster(Broker(1, "", 9092)),
        "hostile host" => Cluster(Broker(1, "a\u001b[31mb\u202ec", 9092)),
        "id -1" => Cluster(Broker(-1, "kafka1", 9092)),
        "null host" => Cluster(Broker(1, null, 9092)),
        "null host among others" => Cluster(Own(1, own), Broker(2, null, 9092)),
        "a crowd" => Cluster([.. Enumerable.Range(1, 3001).Select(id => Broker(id, "kafka1", 9092))]),
        "cut" => Cluster(Own(1, own))[..^9],
        "absurd count" => [.. Int32(int.MaxValue), .. Broker(1, "kafka1", 9092)],
        _ => null,
    };

    private static byte[] Own(int id, string own) =>
        Broker(id, own.Split(':')[0], int.Parse(own.Split(':')[1], CultureInfo.InvariantCulture));

    /// <summary>The name of this machine, written in 512 ways.</summary>
    private static string Localhost(int way) =>
        string.Concat("localhost".Select((letter, place) => (way >> place & 1) == 1 ? char.ToUpperInvariant(letter) : letter));

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = most; value > seen; seen = most)
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private sealed record PeerLie(byte[] Metadata, short MangledKey, Func<byte[], byte[]> Mangle);

    private static Gen<byte[]> Brokers =>
        from count in Gen.OneOf(Gen.Int.Select(_ => (int?)null), Gen.Int.Select(count => (int?)count))
        from brokers in Gen.Select(
            Gen.OneOf(Gen.Int[-2, 5], Gen.Int),
            Gen.OneOf<string?>(null, "", "127.0.0.1", "localhost", "a\nb", "\u001b[31m", "h.invalid", "[::1]", new string('x', 255),
                new string('y', 256), new string('z', 32_000)),
            Gen.OneOf(Gen.Int[0, 3], Gen.Int[65530, 65540], Gen.Int)).Array[0, 5]
        select (byte[])[.. Int32(count ?? brokers.Length),
            .. brokers.SelectMany(broker => Broker(broker.Item1, broker.Item2, broker.Item3)), .. Int32(1), .. Int32(0)];

    private static Gen<PeerLie> Lie =>
        from metadata in Gen.OneOf(Brokers, Brokers, Gen.Byte.Array[0, 60])
        from cut in Gen.Int[0, 100]
        from key in Gen.OneOf(FakeBroker.Metadata, FakeBroker.ApiVersions, FakeBroker.SaslHandshake, (short)-1)
        from how in Gen.Int[0, 3]
        from length in Gen.Int
        select new PeerLie(metadata, key, frame => how switch
        {
            0 => frame[..Math.Min(frame.Length, cut)],
            1 => [.. Int32(length), .. frame[4..]],
            2 => [.. frame, .. frame],
            _ => [.. frame[..^Math.Min(frame.Length, 4)], .. Int32(length)],
        });
}
