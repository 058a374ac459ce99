using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AirbyteKafka.Configuration;

/// <summary>Reads <c>bootstrap_servers</c> by the rules of Kafka's Java client: <c>host:port</c> pairs between commas, with blanks around them, an optional <c>PROTOCOL://</c> in front, IPv6 addresses in brackets.</summary>
internal static class BootstrapList
{
    private static ConfigProperty Property => ConfigProperties.BootstrapServers;

    public static IReadOnlyList<BrokerAddress> Read(ConfigReader reader, SecurityProtocol protocol, ConfigIssues issues)
    {
        if (reader.Text(Property) is not { } text)
        {
            return [];
        }

        var brokers = new List<BrokerAddress>();
        foreach (var entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var address = entry;
            if (entry.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            {
                address = entry[(scheme + 3)..];
                if (!string.Equals(entry[..scheme], protocol.ToKafkaName(), StringComparison.OrdinalIgnoreCase))
                {
                    issues.Warning(
                        ConfigIssueId.NoEffect,
                        Property.Path,
                        $"{Property.Path}: the prefix of {ConfigIssues.Show(entry)} has no effect; the connection uses {protocol.ToKafkaName()} from {ProtocolProperties.SecurityProtocol.Path}.");
                }
            }

            if (Parse(address, out var broker) is { } problem)
            {
                issues.Problem(ConfigIssueId.BootstrapServers, Property.Path, $"{Property.Path}: {ConfigIssues.Show(entry)} {problem}. Write host:port, with commas between several.");
            }
            else if (broker is not null && !brokers.Contains(broker))
            {
                brokers.Add(broker);
            }
        }

        if (brokers.Count == 0 && !issues.HasProblemAt(Property.Path))
        {
            issues.Problem(ConfigIssueId.BootstrapServers, Property.Path, $"{Property.Path} names no broker. Write host:port, with commas between several.");
        }

        return brokers;
    }

    private static string? Parse(string address, out BrokerAddress? broker)
    {
        broker = null;
        var colon = address.LastIndexOf(':');
        if (colon < 0 || address.EndsWith(']'))
        {
            return "has no port";
        }

        if (!int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is < 1 or > ushort.MaxValue)
        {
            return "has no port from 1 to 65535";
        }

        var host = address[..colon];
        var bracketed = host.StartsWith('[') && host.EndsWith(']');
        host = bracketed ? host[1..^1] : host;
        broker = new(host, port);
        if (host.Length == 0)
        {
            return "has no host";
        }

        if (bracketed || host.Contains(':', StringComparison.Ordinal))
        {
            return IPAddress.TryParse(host, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6 ? null : "has no valid IPv6 address";
        }

        return host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? null : "has a character in its host that host names cannot have";
    }
}
