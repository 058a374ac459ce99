using System.Globalization;
using AirbyteKafka.Kafka;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>What a broker answers when it is asked for its cluster's brokers, before anybody has logged in.</summary>
/// <param name="Brokers">The brokers it names; not more than <see cref="MostBrokers"/> of them.</param>
/// <param name="Count">How many it names.</param>
internal sealed record ClusterAnswer(IReadOnlyList<AdvertisedBroker> Brokers, int Count)
{
    /// <summary>The most brokers that a client is let learn of. No cluster has as many, and librdkafka keeps a thread for each.</summary>
    public const int MostBrokers = 3_000;

    /// <summary>What to do about brokers that no client can reach.</summary>
    public const string FixListeners = "Set advertised.listeners on the brokers to addresses that clients can use.";

    // A broker whose host takes up all that a text from outside may, and what is wrong with it.
    private const int MaxNamed = 2 * Printable.MaxLength;

    private const int LargestReply = 4 << 20;

    /// <summary>Asks a broker.</summary>
    /// <param name="connection">A connection on which Kafka's protocol is spoken.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its answer, or <see langword="null"/> and whether what came was one that cannot be read.</returns>
    public static async Task<(ClusterAnswer? Answer, bool IsUnreadable)> AskAsync(Stream connection, CancellationToken cancellation)
    {
        var reply = await KafkaWire.AskMetadataAsync(connection, LargestReply, cancellation).ConfigureAwait(false);
        var answer = reply.Kind == WireReplyKind.Answer ? Read(reply.Body.Span) : null;
        return (answer, answer is null && reply.Kind is not WireReplyKind.Closed);
    }

    /// <summary>Why Kafka's client must not be given this answer; a clause that follows "it names", or <see langword="null"/>.</summary>
    /// <remarks>librdkafka (2.16) reads through the pointer of a host that is null, and the process ends.</remarks>
    public string? FindDanger() => Count > MostBrokers
        ? string.Create(CultureInfo.InvariantCulture, $"{Count} brokers, more than any cluster has")
        : Brokers.Where(broker => broker.Host is null).Select(broker => $"{broker}, {broker.FindFault()}").FirstOrDefault();

    /// <summary>Why no client can reach any of the brokers; <see langword="null"/> where it may.</summary>
    public static string? FindUselessness(IReadOnlyCollection<AdvertisedBroker> brokers)
    {
        if (brokers.Any(broker => broker.FindFault() is null))
        {
            return null;
        }

        return brokers.Count == 0 ? "It names no broker at all" : $"It names {Name(brokers)}";
    }

    /// <summary>Brokers with what is wrong with each, as part of a sentence.</summary>
    public static string Name(IEnumerable<AdvertisedBroker> brokers) =>
        Printable.List([.. brokers.Select(broker => $"{broker}, {broker.FindFault()}")], MaxNamed);

    private static ClusterAnswer? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new WireReader(body);
            var count = reader.ReadInt32();
            var brokers = new List<AdvertisedBroker>();
            for (var i = 0; i < count; i++)
            {
                var id = reader.ReadInt32();
                var host = reader.ReadNullableText();
                var port = reader.ReadInt32();
                _ = reader.ReadNullableText();
                if (i < MostBrokers)
                {
                    brokers.Add(new(id, host, port));
                }
            }

            _ = reader.ReadInt32();
            return new(brokers, Math.Max(count, 0));
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
