using AirbyteKafka.Cmdlets.Commands;
using AirbyteKafka.Settings;
using P = AirbyteKafka.Settings.ProtocolProperties;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Which parameter of New-KafkaDestinationConfig stands for which setting.</summary>
internal static class SettingParameters
{
    // The others have their setting's name in PowerShell's spelling.
    private static readonly Dictionary<string, string> OwnNames = new(StringComparer.Ordinal)
    {
        [P.TokenEndpointUrl.Path] = nameof(NewKafkaDestinationConfigCommand.TokenEndpointUrl),
        [P.TokenEndpointCertificates.Path] = nameof(NewKafkaDestinationConfigCommand.TokenEndpointCertificate),
        [P.TruststoreCertificates.Path] = nameof(NewKafkaDestinationConfigCommand.TrustStoreCertificate),
        [P.KeystoreCertificateChain.Path] = nameof(NewKafkaDestinationConfigCommand.KeyStoreCertificateChain),
        [P.KeystoreKey.Path] = nameof(NewKafkaDestinationConfigCommand.KeyStoreKey),
        [P.KeystorePassword.Path] = nameof(NewKafkaDestinationConfigCommand.KeyStorePassword),
        [P.EndpointIdentificationAlgorithm.Path] = nameof(NewKafkaDestinationConfigCommand.EndpointIdentificationAlgorithm),
    };

    /// <summary>All of them, in the order of the spec.</summary>
    internal static readonly IReadOnlyDictionary<string, ConfigProperty> All = ConfigProperties.All
        .Where(property => property.Type != ConfigValueType.Protocol)
        .Concat(P.All)
        .ToDictionary(property => OwnNames.GetValueOrDefault(property.Path) ?? PascalCase(property.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The values that a setting can have, as they are written for the parameter; none where it can have any.</summary>
    /// <remarks>An empty text, which PowerShell's users leave out too easily, goes by its other name.</remarks>
    internal static IEnumerable<string> Values(ConfigProperty property) =>
        (property.Allowed.Contains("") ? property.Allowed.Concat(property.AlsoAccepted) : property.Allowed).Where(value => value.Length > 0).Distinct();

    private static string PascalCase(string name) => string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
