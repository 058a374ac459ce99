using System.Globalization;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>What all contenders of a comparison are set to.</summary>
/// <param name="Acks">0, 1 or all.</param>
/// <param name="LingerMs">How long a batch waits for more.</param>
/// <param name="BatchSize">Bytes of a batch at most.</param>
/// <param name="Compression">none, gzip, snappy, lz4 or zstd.</param>
internal sealed record ProducerSettings(string Acks, int LingerMs, int BatchSize, string Compression)
{
    /// <summary>The connector's own defaults.</summary>
    internal static readonly ProducerSettings Defaults = new("1", 0, 16384, "none");

    /// <summary>As someone sets them who wants throughput.</summary>
    internal static readonly ProducerSettings Tuned = new("all", 5, 1_000_000, "none");

    /// <summary>The connector's configuration. Its defaults are left to it.</summary>
    internal Dictionary<string, object> ToConfig(string bootstrapServers, string topicPattern)
    {
        var config = new Dictionary<string, object> { ["bootstrap_servers"] = bootstrapServers, ["topic_pattern"] = topicPattern };
        if (this != Defaults)
        {
            config["acks"] = Acks;
            config["linger_ms"] = LingerMs.ToString(CultureInfo.InvariantCulture);
            config["batch_size"] = BatchSize;
            config["compression_type"] = Compression;
        }

        return config;
    }

    /// <summary>
    /// The same for librdkafka, each as <c>name=value</c>. A batch is bound by its bytes alone, as the module's is, and the last three are
    /// the connector's defaults.
    /// </summary>
    internal IReadOnlyList<string> ToProperties() =>
    [
        $"acks={Acks}",
        string.Create(CultureInfo.InvariantCulture, $"linger.ms={LingerMs}"),
        string.Create(CultureInfo.InvariantCulture, $"batch.size={BatchSize}"),
        "batch.num.messages=1000000",
        $"compression.codec={Compression}",
        "max.in.flight.requests.per.connection=5",
        "socket.send.buffer.bytes=131072",
        "socket.receive.buffer.bytes=32768",
    ];

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"acks={Acks}, linger {LingerMs} ms, batches of {BatchSize} bytes, compression {Compression}");
}
