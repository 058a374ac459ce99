using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Topics;
using P = AirbyteKafka.Settings.ConfigProperties;

namespace AirbyteKafka.Settings;

/// <summary>Reads a configuration and checks it against itself, the way Kafka's client would.</summary>
internal static class ConfigValidator
{
    public static ConfigParseResult Validate(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential)
    {
        var issues = new ConfigIssues();
        issues.Secrets.Add(credential?.Password);
        var document = ConfigDocument.Read(utf8Json, source, issues);
        var config = document is null ? null : Read(document, source, credential, issues);
        return new(source, issues.HasProblems ? null : config, issues.Problems, issues.Warnings);
    }

    private static DestinationConfig? Read(ConfigDocument document, string source, SaslCredential? credential, ConfigIssues issues)
    {
        if (CopiedConfig.Is(document))
        {
            issues.Problem(ConfigIssueId.CopyWithoutSecrets, "", CopiedConfig.Explain(source));
            return null;
        }

        UnknownKeys.Warn(document, issues);
        var root = new ConfigReader(document.Root, document, issues);
        var protocol = ProtocolReader.Read(document, source, credential, issues);
        var idempotent = root.Flag(P.EnableIdempotence);
        var config = new DestinationConfig
        {
            Source = source,
            Brokers = BootstrapList.Read(root, protocol.Protocol, issues),
            TopicPattern = ReadTopicPattern(root, issues),
            TestTopic = ReadTestTopic(root, issues),
            SyncProducer = root.Flag(P.SyncProducer),
            Protocol = protocol,
            ClientId = root.Text(P.ClientId),
            Acks = ReadAcks(root, idempotent),
            EnableIdempotence = idempotent,
            CompressionType = root.Choice(P.CompressionType),
            BatchSize = (int)root.Number(P.BatchSize),
            LingerMs = Bounded(root.Number(P.LingerMs)),
            MaxInFlightRequestsPerConnection = (int)root.Number(P.MaxInFlightRequestsPerConnection),
            ClientDnsLookup = root.Choice(P.ClientDnsLookup) is var lookup && lookup == "default" ? P.ClientDnsLookup.Fallback! : lookup,
            BufferMemory = root.Number(P.BufferMemory),
            MaxRequestSize = (int)root.Number(P.MaxRequestSize),
            Retries = (int)root.Number(P.Retries),
            SocketConnectionSetupTimeout = Milliseconds(root.Number(P.SocketConnectionSetupTimeoutMs)),
            MaxBlock = Milliseconds(root.Number(P.MaxBlockMs)),
            RequestTimeout = Milliseconds(root.Number(P.RequestTimeoutMs)),
            DeliveryTimeout = Milliseconds(root.Number(P.DeliveryTimeoutMs)),
            SendBufferBytes = (int)root.Number(P.SendBufferBytes),
            ReceiveBufferBytes = (int)root.Number(P.ReceiveBufferBytes),
            Warnings = [],
            Redactor = issues.Secrets,
        };
        WarnAboutSetupTimeoutMax(root, issues);
        CheckIdempotence(config, issues);
        config = config with { DeliveryTimeout = CheckDeliveryTimeout(config, root.Has(P.DeliveryTimeoutMs), issues) };
        return config with { Warnings = issues.Warnings };
    }

    /// <summary>What the pattern gives for any stream must be a name; whether it is one for each, only a catalog tells.</summary>
    private static string ReadTopicPattern(ConfigReader root, ConfigIssues issues)
    {
        var pattern = new TopicPattern(root.Text(P.TopicPattern) ?? "");
        var name = pattern.Apply(new StreamDescriptor(null, ""));
        if (!pattern.HasVariables || name.Length > TopicName.MaxLength)
        {
            CheckTopicName(P.TopicPattern, name, issues);
        }

        return pattern.Text;
    }

    private static string? ReadTestTopic(ConfigReader root, ConfigIssues issues)
    {
        var text = root.Text(P.TestTopic);
        if (text is not null)
        {
            CheckTopicName(P.TestTopic, TopicNameTransformer.Transform(text), issues);
        }

        return text;
    }

    private static void CheckTopicName(ConfigProperty property, string name, ConfigIssues issues)
    {
        if (!issues.HasProblemAt(property.Path) && TopicName.FindFault(name) is { } fault)
        {
            issues.Problem(ConfigIssueId.TopicName, property.Path, $"{property.Path} gives a topic name that {fault}. Change it.");
        }
    }

    private static Acks ReadAcks(ConfigReader root, bool idempotent) =>
        idempotent && !root.Has(P.Acks) ? Acks.All : root.Choice(P.Acks) switch
        {
            "0" => Acks.None,
            "1" => Acks.Leader,
            _ => Acks.All,
        };

    private static void WarnAboutSetupTimeoutMax(ConfigReader root, ConfigIssues issues)
    {
        var property = P.SocketConnectionSetupTimeoutMaxMs;
        if (root.Number(property).ToString(System.Globalization.CultureInfo.InvariantCulture) != property.Fallback)
        {
            issues.Warning(ConfigIssueId.NoEffect, property.Path, $"{property.Path} has no effect: librdkafka does not raise the connection setup timeout after a failure, it keeps {P.SocketConnectionSetupTimeoutMs.Name}.");
        }
    }

    private static void CheckIdempotence(DestinationConfig config, ConfigIssues issues)
    {
        if (!config.EnableIdempotence)
        {
            return;
        }

        const string When = "when enable_idempotence is true";
        if (config.Acks != Acks.All)
        {
            Contradiction(P.Acks, $"acks must be 'all' {When}.");
        }

        if (config.Retries == 0)
        {
            Contradiction(P.Retries, $"retries (0) must be greater than 0 {When}.");
        }

        if (config.MaxInFlightRequestsPerConnection > 5)
        {
            Contradiction(
                P.MaxInFlightRequestsPerConnection,
                $"max_in_flight_requests_per_connection ({config.MaxInFlightRequestsPerConnection}) must be at most 5 {When}.");
        }

        void Contradiction(ConfigProperty property, string message)
        {
            if (!issues.HasProblemAt(property.Path))
            {
                issues.Problem(ConfigIssueId.Contradiction, property.Path, message);
            }
        }
    }

    /// <summary>Java's rule: a timeout that was set has to hold linger and request timeout; the default one is raised to hold them.</summary>
    private static TimeSpan CheckDeliveryTimeout(DestinationConfig config, bool given, ConfigIssues issues)
    {
        var property = P.DeliveryTimeoutMs;
        var needed = Milliseconds(config.LingerMs + (long)config.RequestTimeout.TotalMilliseconds);
        if (config.DeliveryTimeout >= needed
            || issues.HasProblemAt(property.Path) || issues.HasProblemAt(P.LingerMs.Path) || issues.HasProblemAt(P.RequestTimeoutMs.Path))
        {
            return config.DeliveryTimeout;
        }

        if (given)
        {
            issues.Problem(
                ConfigIssueId.Contradiction,
                property.Path,
                $"delivery_timeout_ms ({config.DeliveryTimeout.TotalMilliseconds}) must be at least linger_ms + request_timeout_ms ({needed.TotalMilliseconds}).");
        }
        else
        {
            issues.Warning(
                ConfigIssueId.Adjusted,
                property.Path,
                $"delivery_timeout_ms is absent; its default of {property.Fallback} is raised to linger_ms + request_timeout_ms, {needed.TotalMilliseconds}.");
        }

        return needed;
    }

    // Java's client reads times into an int: longer ones are as good as for ever.
    private static int Bounded(long number) => (int)Math.Min(number, int.MaxValue);

    private static TimeSpan Milliseconds(long number) => TimeSpan.FromMilliseconds(Bounded(number));
}
