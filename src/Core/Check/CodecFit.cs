using AirbyteKafka.Check.Probe;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Check;

/// <summary>Judges the brokers' versions against <c>compression_type</c>.</summary>
internal static class CodecFit
{
    /// <summary>Finds brokers that do not take the codec.</summary>
    /// <param name="config">The destination's configuration.</param>
    /// <param name="probes">What was found at the brokers.</param>
    /// <returns>A step that warns of them, if there are any.</returns>
    public static StepResult? Find(DestinationConfig config, IEnumerable<ProbeResult> probes)
    {
        if (config.CompressionType != ZstdSupport.Codec)
        {
            return null;
        }

        var without = probes.Where(probe => probe.Versions?.Produce is { } produce && !ZstdSupport.Has(produce)).ToList();
        return without.Count == 0 ? null : new(SubjectKind.Compression, StepOutcome.Warning, Warn(without));
    }

    private static string Warn(List<ProbeResult> brokers)
    {
        var names = Printable.List([.. brokers.Select(probe => probe.Broker.ToString())]);
        return ZstdSupport.Warn(names, brokers.Count, brokers[0].Versions!.Release);
    }
}
