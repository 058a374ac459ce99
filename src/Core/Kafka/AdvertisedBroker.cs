using System.Globalization;
using System.Net;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka;

/// <summary>A broker as a cluster's metadata names it (<c>advertised.listeners</c>): input, and not yet an address.</summary>
/// <param name="Id">Its id; a client can use 0 and above.</param>
/// <param name="Host">Its host; <see langword="null"/> where the answer has none.</param>
/// <param name="Port">Its port.</param>
internal readonly record struct AdvertisedBroker(int Id, string? Host, int Port)
{
    // What the name service and librdkafka can hold.
    private const int LongestHost = 255;

    /// <summary>The address, where a client can use it.</summary>
    public BrokerAddress? Address => FindFault() is null ? new BrokerAddress(WithoutBrackets(Host!), Port) : null;

    /// <summary>Says why no client can use it.</summary>
    /// <returns>A clause that follows "broker 1 at …", or <see langword="null"/> where nothing speaks against it.</returns>
    public string? FindFault() => this switch
    {
        { Host: null } => "which has no host",
        { Host: "" } => "which has an empty host",
        { Host.Length: > LongestHost } => string.Create(
            CultureInfo.InvariantCulture, $"whose host has {Host.Length} characters, more than {LongestHost}"),
        { Port: < IPEndPoint.MinPort + 1 or > IPEndPoint.MaxPort } => "whose port is not one from 1 to 65535",
        { Id: < 0 } => "whose id is negative",
        _ when Host.Any(char.IsWhiteSpace) || Printable.Line(Host) != Host => "whose host has a character that host names cannot have",
        _ => null,
    };

    // Some clusters advertise IPv6 addresses as they are written in a list of addresses.
    private static string WithoutBrackets(string host) =>
        host is ['[', .., ']'] && IPAddress.TryParse(host.AsSpan(1, host.Length - 2), out _) ? host[1..^1] : host;

    /// <summary>The broker in a sentence, whatever its host is.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"broker {Id} at {Printable.Of(Host)}:{Port}");
}
