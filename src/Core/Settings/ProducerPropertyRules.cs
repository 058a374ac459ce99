using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>
/// Which properties <c>producer_properties</c> may not set, by librdkafka's names and Java's: what has a setting, and what this product
/// relies on. What a name that is not here does to the client is looked at when one is opened (Kafka/ProducerProperties).
/// </summary>
public static class ProducerPropertyRules
{
    private const string Loads = "it loads code into the process";
    private const string Runs = "it runs a command";
    private const string Callback = "it cannot be set by a text";
    private const string Reports = "states rely on the reports that it changes";
    private const string Bounds = "the bounds on memory and time rely on it; set buffer_memory, linger_ms or batch_size";
    private const string Transactions = "this destination writes no transactions";
    private const string Pem = "give certificates and keys as PEM text, with the ssl_ settings of protocol";
    private const string Debugging = "run the write with -Debug";
    private const string Files = "it reads a file of this machine";
    private const string Login = "set protocol.sasl_mechanism and protocol.sasl_jaas_config";

    // librdkafka's second names of properties that have a setting. A test holds that none is missing.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["metadata.broker.list"] = "bootstrap.servers",
        ["max.in.flight"] = "max.in.flight.requests.per.connection",
        ["sasl.mechanisms"] = "sasl.mechanism",
        ["sasl.oauthbearer.client.credentials.client.id"] = "sasl.oauthbearer.client.id",
        ["sasl.oauthbearer.client.credentials.client.secret"] = "sasl.oauthbearer.client.secret",
        ["queue.buffering.max.ms"] = "linger.ms",
        ["message.send.max.retries"] = "retries",
        ["compression.codec"] = "compression.type",
        ["request.required.acks"] = "acks",
        ["message.timeout.ms"] = "delivery.timeout.ms",
    };

    /// <summary>What has no setting and is refused all the same: by the whole name, or with a star for a part of it; and why.</summary>
    internal static readonly IReadOnlyList<(string Name, string Reason)> Refused =
    [
        ("delivery.report.only.error", Reports), ("produce.offset.report", Reports), ("enabled_events", Reports), ("log.queue", Reports),
        ("enable.gapless.guarantee", Reports), ("queuing.strategy", "it changes the order of records"),
        ("partitioner*", "records go to the partitions that Java's client chooses"),
        ("queue.buffering.*", Bounds),
        ("transactional.*", Transactions), ("transaction.*", Transactions),
        ("test.mock.*", "records would go to a broker inside of the process"),
        ("plugin.*", Loads), ("ssl.engine.*", Loads), ("ssl.providers", Loads), ("interceptor*", Loads),
        ("sasl.kerberos.kinit.cmd", Runs), ("internal.termination.signal", "it lets the process be signalled"),
        ("sasl.oauthbearer.assertion.*.file", Files), ("sasl.oauthbearer.assertion.file", Files),
        ("ssl.*.location", Pem), ("ssl.keystore.*", Pem), ("https.ca.location", Pem), ("ssl.ca.certificate.stores", Pem),
        ("ssl.crl.*", Pem), ("enable.ssl.certificate.verification", "brokers are always asked for a certificate that is trusted"),
        ("debug", Debugging), ("log_level", Debugging), ("log.level", Debugging),
        ("*_cb", Callback), ("opaque", Callback), ("default_topic_conf", Callback), ("msg_order_cmp", Callback),
        ("ssl_key", Callback), ("ssl_certificate", Callback), ("ssl_ca", Callback), ("ssl_engine_callback_data", Callback),
        ("sasl.jaas.config", Login), ("sasl.kerberos.*", Login), ("sasl.username", Login), ("sasl.password", Login),
    ];

    private static readonly Dictionary<string, Setting> Own = FindOwn();

    /// <summary>Says why a property may not be set.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>A clause that follows "cannot be set here: "; <see langword="null"/> where nothing is known against it.</returns>
    public static string? FindRefusal(string name) =>
        Own.TryGetValue(Aliases.GetValueOrDefault(name, name), out var setting) ? $"set {setting.Path}"
        : Refused.FirstOrDefault(refused => Matches(name, refused.Name)).Reason;

    /// <summary>Reports properties that may not be set.</summary>
    internal static void Check(IReadOnlyList<PropertyEntry> properties, ConfigIssues issues)
    {
        var refused = properties
            .Where(property => FindRefusal(property.Name) is not null)
            .Select(property => $"{property.Where}: {property.Name} cannot be set here: {FindRefusal(property.Name)}.")
            .ToList();
        if (refused.Count > 0)
        {
            issues.Problem(ConfigIssueId.NotAllowed, TopicSettings.ProducerProperties.Path, Printable.Lines(refused, " "));
        }
    }

    // The name is one of a table, and therefore no secret; but for what stands for a star.
    private static bool Matches(string name, string pattern)
    {
        var star = pattern.IndexOf('*', StringComparison.Ordinal);
        return star < 0
            ? name == pattern
            : name.Length >= pattern.Length - 1
                && name.StartsWith(pattern[..star], StringComparison.Ordinal)
                && name.EndsWith(pattern[(star + 1)..], StringComparison.Ordinal);
    }

    private static Dictionary<string, Setting> FindOwn()
    {
        var own = new Dictionary<string, Setting>(StringComparer.Ordinal);
        foreach (var setting in DestinationSettings.All.Concat(ProtocolSettings.All).Except(TopicSettings.All))
        {
            foreach (var name in setting.Librdkafka.Select(property => property.Name).Append(setting.KafkaProperty))
            {
                if (name is not null)
                {
                    own.TryAdd(name, setting);
                }
            }
        }

        return own;
    }
}
