using AirbyteKafka.Security.Sasl;
using S = AirbyteKafka.Settings.DestinationSettings;

namespace AirbyteKafka.Settings;

/// <summary>Reads a configuration and checks its settings against each other, the way Kafka's client would.</summary>
internal static class ConfigValidator
{
    public static ConfigParseResult Validate(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential) =>
        Validate(utf8Json, source, credential, isConnection: false);

    /// <summary>Reads what a configuration says of the connection; the rest may be missing, or wrong.</summary>
    public static ConfigParseResult ValidateConnection(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential) =>
        Validate(utf8Json, source, credential, isConnection: true);

    private static ConfigParseResult Validate(ReadOnlySpan<byte> utf8Json, string source, SaslCredential? credential, bool isConnection)
    {
        var issues = new ConfigIssues();
        issues.Secrets.Add(credential?.Password);
        var copy = CopiedConfig.Find(utf8Json);
        if (copy is { Lost.Count: > 0 } && !(copy.IsCompleteWithCredential && credential is not null))
        {
            issues.Problem(ConfigIssueId.CopyWithoutSecrets, "", copy.Explain(source));
            return new(source, null, issues.Problems, issues.Warnings);
        }

        var document = ConfigDocument.Read(copy is null ? utf8Json : copy.Json, source, issues);
        var config = document is null ? null : Read(document, source, credential, issues, isConnection);
        return new(source, issues.HasProblems ? null : config, issues.Problems, issues.Warnings);
    }

    private static DestinationConfig? Read(
        ConfigDocument document, string source, SaslCredential? credential, ConfigIssues issues, bool isConnection)
    {
        UnknownKeys.Warn(document, issues);
        if (isConnection)
        {
            document.Keep(ConnectionSettings.All);
        }

        var protocol = ProtocolReader.Read(document, source, credential, issues);
        var root = new ConfigReader(document.Root, document, issues)
        {
            Protocol = protocol.Protocol,
            Naming = TopicSettings.FindNaming(document),
            Optional = isConnection ? [S.TopicPattern] : [],
        };
        var values = SettingValues.Read(root);
        if (values.Get(S.EnableIdempotence) && !root.Has(S.Acks))
        {
            values = values.With(S.Acks, "all");
        }

        WarnAboutNoEffect(values, issues);
        CheckIdempotence(values, issues);
        RecordRules.Check(values, issues);
        TopicRules.Check(values, root, issues);
        values = CheckDeliveryTimeout(values, root.Has(S.DeliveryTimeoutMs), issues);
        return new(values)
        {
            Source = source,
            Protocol = protocol,
            Warnings = issues.Warnings,
            Redactor = issues.Secrets,
            Shown = ShownSettings.Of(document, protocol, issues.Secrets),
        };
    }

    private static void WarnAboutNoEffect(SettingValues values, ConfigIssues issues)
    {
        foreach (var setting in S.All.OfType<NumberSetting>())
        {
            if (setting.NoEffect is { } reason && values.Get(setting) != setting.Default)
            {
                issues.Warning(ConfigIssueId.NoEffect, setting.Path, $"{setting.Path} has no effect: {reason}.");
            }
        }
    }

    private static void CheckIdempotence(SettingValues values, ConfigIssues issues)
    {
        if (!values.Get(S.EnableIdempotence))
        {
            return;
        }

        const string When = "when enable_idempotence is true";
        if (values.Get(S.Acks) != "all")
        {
            Contradiction(S.Acks, $"acks must be 'all' {When}.");
        }

        if (values.Get(S.Retries) == 0)
        {
            Contradiction(S.Retries, $"retries (0) must be greater than 0 {When}.");
        }

        if (values.Get(S.MaxInFlightRequestsPerConnection) is > 5 and var requests)
        {
            Contradiction(
                S.MaxInFlightRequestsPerConnection, $"max_in_flight_requests_per_connection ({requests}) must be at most 5 {When}.");
        }

        void Contradiction(Setting setting, string message)
        {
            if (!issues.HasProblemAt(setting.Path))
            {
                issues.Problem(ConfigIssueId.Contradiction, setting.Path, message);
            }
        }
    }

    /// <summary>
    /// Java's rule: a timeout that was set has to hold linger and request timeout; the default one is raised to hold them.
    /// </summary>
    private static SettingValues CheckDeliveryTimeout(SettingValues values, bool given, ConfigIssues issues)
    {
        var setting = S.DeliveryTimeoutMs;
        var needed = (long)DestinationConfig.Bounded(DestinationConfig.Bounded(values.Get(S.LingerMs)) + values.Get(S.RequestTimeoutMs));
        var timeout = values.Get(setting);
        if (timeout >= needed
            || issues.HasProblemAt(setting.Path) || issues.HasProblemAt(S.LingerMs.Path) || issues.HasProblemAt(S.RequestTimeoutMs.Path))
        {
            return values;
        }

        if (given)
        {
            issues.Problem(
                ConfigIssueId.Contradiction,
                setting.Path,
                $"delivery_timeout_ms ({timeout}) must be at least linger_ms + request_timeout_ms ({needed}).");
        }
        else
        {
            issues.Warning(
                ConfigIssueId.Adjusted,
                setting.Path,
                $"delivery_timeout_ms is absent; its default of {setting.Default} is raised to linger_ms + request_timeout_ms, {needed}.");
        }

        return values.With(setting, needed);
    }
}
