using System.Text.RegularExpressions;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>
/// Makes what Kafka's client and the brokers say fit for a sentence of ours, and holds the sentences that several failures end with.
/// </summary>
/// <param name="config">The destination's configuration.</param>
internal sealed partial class ClientWords(DestinationConfig config)
{
    /// <summary>What to do about an answer that cannot be read.</summary>
    internal const string CheckWhatIsBetween =
        "Check that Kafka brokers are behind bootstrap_servers, and nothing that changes what they say.";

    // The client's own words take a part of it.
    private const int LongestSentence = 500;

    /// <summary>What to do about brokers that give no answer.</summary>
    internal string CheckBrokers => $"Check that the brokers at {config.ShownServers} can be reached and are healthy.";

    /// <summary>A text of the client's as a sentence, without secrets.</summary>
    internal string Sentence(string said)
    {
        var text = Printable.Of(config.Redact(said).Trim(), LongestSentence);
        return text.EndsWith('.') ? text : text + ".";
    }

    /// <summary>The broker that a line of the client is about; all of them where it names none.</summary>
    internal string BrokerIn(string said) =>
        BrokerOf().Match(said) is { Success: true } match ? match.Groups["address"].Value : config.ShownServers;

    // The client begins with "sasl_ssl://host:port/1: ".
    [GeneratedRegex("^[a-z_]+://(?<address>[^/]+)/", RegexOptions.CultureInvariant)]
    private static partial Regex BrokerOf();
}
