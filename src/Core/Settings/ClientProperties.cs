using System.Text.RegularExpressions;

namespace AirbyteKafka.Settings;

/// <summary>
/// The properties of a Kafka client in Java's format (<c>client.properties</c>), as far as they are about the connection. What else such a
/// file says is for others.
/// </summary>
public sealed partial class ClientProperties
{
    private const string TrustStore = "ssl.truststore.location";
    private const string KeyStore = "ssl.keystore.location";

    // What there is besides the settings: where the stores lie, and what goes without saying for a store that is PEM text.
    private static readonly string[] OfStores = [TrustStore, KeyStore, "ssl.truststore.type", "ssl.keystore.type"];

    // What decides who is trusted, how the login is made and where it goes. That such a property is not followed has to be said.
    private static readonly string[] Weighty = ["ssl.", "sasl.", "security."];

    private static readonly Dictionary<string, Setting> Known = ConnectionSettings.All.Concat(ProtocolSettings.All)
        .Where(setting => setting.KafkaProperty is not null)
        .DistinctBy(setting => setting.KafkaProperty)
        .ToDictionary(setting => setting.KafkaProperty!, StringComparer.Ordinal);

    private readonly Dictionary<string, string> _properties;

    private ClientProperties(Dictionary<string, string> properties) => _properties = properties;

    /// <summary>Reads such a file.</summary>
    /// <param name="text">Its text.</param>
    /// <returns><see langword="null"/> where no line of it is such a property.</returns>
    public static ClientProperties? Read(string text)
    {
        var properties = JavaProperties.Parse(text);
        return properties.Keys.Any(name => Known.ContainsKey(name) || OfStores.Contains(name)) ? new(properties) : null;
    }

    /// <summary>The names of properties that are about the connection and are not followed.</summary>
    public IReadOnlyList<string> NotFollowed =>
    [
        .. _properties.Keys
            .Where(name => !Known.ContainsKey(name) && !OfStores.Contains(name)
                && Weighty.Any(start => name.StartsWith(start, StringComparison.Ordinal)) && KafkaPropertyNames.All.Contains(name))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The settings, as texts by their paths.</summary>
    /// <param name="readPem">Reads a store, which has to be PEM text, by the property's name and the path in it.</param>
    public IReadOnlyDictionary<string, string> ToSettings(Func<string, string, string> readPem)
    {
        ArgumentNullException.ThrowIfNull(readPem);
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, setting) in Known)
        {
            if (_properties.TryGetValue(name, out var value))
            {
                settings.Add(setting.Path, value);
            }
        }

        if (_properties.TryGetValue(TrustStore, out var trusted))
        {
            settings[ProtocolSettings.TruststoreCertificates.Path] = readPem(TrustStore, trusted);
        }

        if (_properties.TryGetValue(KeyStore, out var own))
        {
            var pem = readPem(KeyStore, own);
            settings[ProtocolSettings.KeystoreKey.Path] = PrivateKeys().Match(pem).Value;
            settings[ProtocolSettings.KeystoreCertificateChain.Path] = PrivateKeys().Replace(pem, "");
        }

        return settings;
    }

    /// <summary>A message about settings with the properties' names in it.</summary>
    /// <param name="message">The message.</param>
    public static string Rename(string message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Known.Aggregate(
            message, static (text, property) => text.Replace(property.Value.Path, property.Key, StringComparison.Ordinal));
    }

    [GeneratedRegex(
        "-----BEGIN ([A-Z ]*PRIVATE KEY)-----.*?-----END \\1-----\\s*", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex PrivateKeys();
}
