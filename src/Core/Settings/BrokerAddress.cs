using System.Globalization;

namespace AirbyteKafka.Settings;

/// <summary>Where a broker listens.</summary>
/// <param name="Host">A host name or an IP address; an IPv6 address without brackets.</param>
/// <param name="Port">The port, 1 to 65535.</param>
public sealed record BrokerAddress(string Host, int Port)
{
    /// <summary>As it is written in a bootstrap list: <c>host:port</c>, an IPv6 address in brackets.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host)}:{Port}");
}
