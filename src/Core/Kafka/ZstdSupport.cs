namespace AirbyteKafka.Kafka;

/// <summary>Brokers that know no zstd. librdkafka writes uncompressed to them.</summary>
internal static class ZstdSupport
{
    /// <summary>The value of <c>compression_type</c> that this is about.</summary>
    internal const string Codec = "zstd";

    // zstd and this version of Produce came with Kafka 2.1.
    private const short FirstProduce = 7;

    /// <summary>Whether a broker takes zstd.</summary>
    /// <param name="produce">The newest Produce it takes.</param>
    internal static bool Has(short produce) => produce >= FirstProduce;

    /// <summary>What happens, and what to do.</summary>
    /// <param name="brokers">The brokers' addresses.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="release">Their release of Kafka, as far as it is known.</param>
    internal static string Warn(string brokers, int count, string? release)
    {
        var kafka = release is null ? "a Kafka older than 2.1" : $"Kafka {release}";
        return $"{(count == 1 ? $"Broker {brokers} speaks" : $"Brokers {brokers} speak")} the protocol of {kafka}, and compression_type "
            + $"zstd needs Kafka 2.1: "
            + "records are written there uncompressed. Set compression_type to lz4, snappy or gzip, or upgrade the brokers.";
    }
}
