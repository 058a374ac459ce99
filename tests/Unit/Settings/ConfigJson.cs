using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Tests.Settings;

/// <summary>Writes configurations for tests: the least that is valid, plus what the test is about.</summary>
internal static class ConfigJson
{
    public const string Source = "config.json";

    /// <summary>
    /// The minimal configuration with <paramref name="more"/> members (JSON, without braces) added, or in place of its own.
    /// </summary>
    public static byte[] With(string more = "")
    {
        string[] least = ["\"bootstrap_servers\": \"kafka1:9092\"", "\"topic_pattern\": \"{namespace}.{stream}\""];
        var members = least.Where(member => !more.Contains(member[..member.IndexOf(':')], StringComparison.Ordinal)).Append(more).Where(
            member => member.Length > 0);
        return Encoding.UTF8.GetBytes($"{{{string.Join(", ", members)}}}");
    }

    /// <summary>The minimal configuration with a protocol object of these members.</summary>
    public static byte[] WithProtocol(params (string Name, string? Value)[] members)
    {
        var protocol = new JsonObject();
        foreach (var (name, value) in members)
        {
            protocol[name] = value;
        }

        return With($"\"protocol\": {protocol.ToJsonString()}");
    }

    /// <summary>The minimal configuration with a SASL login.</summary>
    public static byte[] WithLogin(string mechanism, string jaas, params (string Name, string? Value)[] more) =>
        WithProtocol([("security_protocol", "SASL_SSL"), ("sasl_mechanism", mechanism), ("sasl_jaas_config", jaas), .. more]);

    public static DestinationConfig Parse(byte[] json) => DestinationConfig.Parse(json, Source);

    public static ConfigParseResult TryParse(byte[] json) => DestinationConfig.TryParse(json, Source);

    /// <summary>Ids and paths of the problems, in the order they were found.</summary>
    public static string[] Problems(byte[] json) => [.. TryParse(json).Problems.Select(problem => $"{problem.Id} {problem.Path}")];

    public static string[] Messages(byte[] json) => [.. TryParse(json).Problems.Select(problem => problem.Message)];

    public static string[] Warnings(byte[] json) => [.. TryParse(json).Warnings.Select(warning => warning.Message)];

    public static Dictionary<string, string> Properties(byte[] json) => new(Parse(json).ToLibrdkafkaProperties());

    public static string Quote(string text) => JsonSerializer.Serialize(text);
}
