using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>
/// Remembers what last went wrong between a write and the brokers, for the sentence that says why records were not acknowledged in time.
/// </summary>
/// <param name="config">What was asked for.</param>
/// <param name="throttle">Gives the last time that a broker made the write wait, to keep it within a quota.</param>
internal sealed class ConnectionFaults(DestinationConfig config, Func<Throttle?> throttle)
{
    // The client says the same of the same broker only now and then: what it said a while ago may still be so.
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(1);

    private readonly LoginErrors _logins = new(config);
    private readonly ClientWords _words = new(config);
    private Fault? _last;

    /// <summary>Takes note of an error that the client reported. For the thread that takes reports.</summary>
    internal void Note(KafkaError error, string reason)
    {
        // That all are down says less than what was said of each before.
        if (error != KafkaError.AllBrokersDown || _last is null)
        {
            Volatile.Write(ref _last, new Fault(error, reason, Stopwatch.GetTimestamp()));
        }
    }

    /// <summary>The sentences that say what went wrong last and what to do about it, each with a blank before it. For any thread.</summary>
    internal string Describe()
    {
        var within = config.DeliveryTimeout + Memory;
        return DescribeThrottle(within) + DescribeFault(within);
    }

    private string DescribeThrottle(TimeSpan within) => throttle() is { } last && last.Ago <= within
        ? string.Create(
            CultureInfo.InvariantCulture,
            $" A quota holds this client back: {Seconds(last.Ago)} earlier a broker made it wait {last.Time.TotalSeconds:0.#} s. ")
            + "Raise producer_byte_rate of the user or client, or delivery_timeout_ms."
        : "";

    private string DescribeFault(TimeSpan within)
    {
        if (Volatile.Read(ref _last) is not { } fault || Stopwatch.GetElapsedTime(fault.At) is var ago && ago > within)
        {
            return "";
        }

        var broker = _words.BrokerIn(fault.Reason);
        var words = _words.Sentence(fault.Reason);
        return fault.Error switch
        {
            _ when fault.Error == KafkaError.Ssl =>
                $" {Last(ago)}: the TLS of {broker} was not accepted. Check protocol.ssl_truststore_certificates: "
                + $"the broker may have a new certificate. The Kafka client says: {words}",
            _ when fault.Error == KafkaError.Authentication && LoginErrors.IsWithoutToken(fault.Reason) =>
                $" {Last(ago)}: {_logins.ForRefusal(fault.Reason).Message}",
            _ => $" {Last(ago)}, with {broker}: {words}",
        };
    }

    private static string Last(TimeSpan ago) => $"The last error of a connection, {Seconds(ago)} earlier";

    private static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(time.TotalSeconds)):0} s");

    private sealed record Fault(KafkaError Error, string Reason, long At);
}
