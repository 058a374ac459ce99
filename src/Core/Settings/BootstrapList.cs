using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AirbyteKafka.Security;
using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>
/// Reads <c>bootstrap_servers</c> by the rules of Kafka's Java client: <c>host:port</c> pairs between commas, with blanks around them, an
/// optional <c>PROTOCOL://</c> in front, IPv6 addresses in brackets.
/// </summary>
internal static class BootstrapList
{
    /// <summary>
    /// What is said of a list with a login in it. No part of the list is repeated: a comma in the password would hide what belongs
    /// together.
    /// </summary>
    public const string HoldsLogin =
        "holds a '@'. An address has neither user nor password: write host:port, with commas between several, "
        + "and the login into protocol.sasl_jaas_config of a configuration.";

    // What the name service takes.
    private const int LongestHost = 255;

    private const string Shape = "Write host:port, with commas between several.";

    private static Setting Property => DestinationSettings.BootstrapServers;

    public static IReadOnlyList<BrokerAddress> Read(ConfigReader reader, SecurityProtocol protocol, ConfigIssues issues)
    {
        if (reader.TextOrList(Property) is not { } text)
        {
            return [];
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            issues.Problem(ConfigIssueId.BootstrapServers, Property.Path, $"{Property.Path} {HoldsLogin}");
            return [];
        }

        var brokers = new List<BrokerAddress>();
        var known = new HashSet<BrokerAddress>();
        var problems = 0;
        var prefixes = 0;
        var entries = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = entries[i];
            var address = entry;
            if (entry.IndexOf("://", StringComparison.Ordinal) is > 0 and var scheme)
            {
                address = entry[(scheme + 3)..];
                if (!string.Equals(entry[..scheme], protocol.ToKafkaName(), StringComparison.OrdinalIgnoreCase)
                    && ++prefixes <= Printable.MaxListed)
                {
                    issues.Warning(
                        ConfigIssueId.NoEffect,
                        Property.Path,
                        $"{Property.Path}: the prefix of {Describe(address, i, entries.Length)} has no effect; the connection uses "
                        + $"{protocol.ToKafkaName()} from {ProtocolSettings.SecurityProtocol.Path}.");
                }
            }

            if (Parse(address, out var broker) is { } problem)
            {
                if (++problems <= Printable.MaxListed)
                {
                    issues.Problem(
                        ConfigIssueId.BootstrapServers,
                        Property.Path,
                        $"{Property.Path}: {Describe(address, i, entries.Length)} {problem}. {Shape}");
                }
            }
            else if (broker is not null && known.Add(broker))
            {
                brokers.Add(broker);
            }
        }

        if (problems > Printable.MaxListed)
        {
            issues.Problem(ConfigIssueId.BootstrapServers, Property.Path, string.Create(
                CultureInfo.InvariantCulture,
                $"{Property.Path}: {problems - Printable.MaxListed} more of its {entries.Length} entries are no addresses."));
        }

        if (brokers.Count == 0 && !issues.HasProblemAt(Property.Path))
        {
            issues.Problem(ConfigIssueId.BootstrapServers, Property.Path, $"{Property.Path} names no broker. {Shape}");
        }

        return brokers;
    }

    /// <summary>An entry with a port is an address and is quoted; any other text may be a password, and goes by its number.</summary>
    private static string Describe(string address, int index, int count) =>
        address.LastIndexOf(':') is >= 0 and var colon
            && int.TryParse(address.AsSpan(colon + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _)
            ? QuotedValue.Any(address)
        : count == 1 ? "its entry"
        : string.Create(CultureInfo.InvariantCulture, $"entry {index + 1} of {count}");

    private static string? Parse(string address, out BrokerAddress? broker)
    {
        broker = null;
        var colon = address.LastIndexOf(':');
        if (colon < 0 || address.EndsWith(']'))
        {
            return "has no port";
        }

        if (!int.TryParse(address.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            || port is < 1 or > ushort.MaxValue)
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

        if (host.Length > LongestHost)
        {
            return string.Create(
                CultureInfo.InvariantCulture, $"has a host of {host.Length} characters, more than the {LongestHost} that a name can have");
        }

        if (bracketed || host.Contains(':', StringComparison.Ordinal))
        {
            // .NET takes an address in brackets for one; "[[::1]]" is none.
            return !host.Contains('[', StringComparison.Ordinal)
                && IPAddress.TryParse(host, out var ip) && ip.AddressFamily == AddressFamily.InterNetworkV6
                ? null
                : "has no valid IPv6 address";
        }

        return host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
            ? null
            : "has a character in its host that host names cannot have";
    }
}
