using System.Globalization;
using System.Management.Automation;
using System.Security;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// What the cmdlets share whose parameters are settings: those of login and TLS, and how the parameters become settings.
/// </summary>
public abstract class SecurityCmdlet : CancellableCmdlet
{
    /// <summary>protocol.security_protocol.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? SecurityProtocol { get; set; }

    /// <summary>protocol.sasl_mechanism.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? SaslMechanism { get; set; }

    /// <summary>The user and password that protocol.sasl_jaas_config is written with; client id and secret for OAUTHBEARER.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>protocol.sasl_jaas_config.</summary>
    [Parameter]
    [SecureText]
    public SecureString? SaslJaasConfig { get; set; }

    /// <summary>protocol.sasl_oauthbearer_token_endpoint_url.</summary>
    [Parameter]
    [ForSetting("protocol.sasl_oauthbearer_token_endpoint_url")]
    public string? TokenEndpointUrl { get; set; }

    /// <summary>protocol.sasl_oauthbearer_token_endpoint_certificates.</summary>
    [Parameter]
    [ForSetting("protocol.sasl_oauthbearer_token_endpoint_certificates")]
    [ValidateNotNull]
    public object? TokenEndpointCertificate { get; set; }

    /// <summary>protocol.ssl_truststore_certificates.</summary>
    [Parameter]
    [ForSetting("protocol.ssl_truststore_certificates")]
    [ValidateNotNull]
    public object? TrustStoreCertificate { get; set; }

    /// <summary>protocol.ssl_keystore_certificate_chain.</summary>
    [Parameter]
    [ForSetting("protocol.ssl_keystore_certificate_chain")]
    [ValidateNotNull]
    public object? KeyStoreCertificateChain { get; set; }

    /// <summary>protocol.ssl_keystore_key.</summary>
    [Parameter]
    [ForSetting("protocol.ssl_keystore_key")]
    [ValidateNotNull]
    public object? KeyStoreKey { get; set; }

    /// <summary>protocol.ssl_keystore_password.</summary>
    [Parameter]
    [ForSetting("protocol.ssl_keystore_password")]
    [SecureText]
    public SecureString? KeyStorePassword { get; set; }

    /// <summary>protocol.ssl_endpoint_identification_algorithm; <c>none</c> for its empty text.</summary>
    [Parameter]
    [ForSetting("protocol.ssl_endpoint_identification_algorithm")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? EndpointIdentificationAlgorithm { get; set; }

    /// <summary>The settings that parameters were given for, as texts by their paths.</summary>
    private protected Dictionary<string, string> ReadSettings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (parameter, property) in SettingParameters.All)
        {
            if (MyInvocation.BoundParameters.TryGetValue(parameter, out var value))
            {
                settings.Add(property.Path, ReadSetting(parameter, property, value));
            }
        }

        return settings;
    }

    private string ReadSetting(string parameter, Setting property, object value) => value switch
    {
        _ when property is PropertyListSetting => PropertyListArgument.Read(parameter, value),
        _ when property.Multiline => PemArgument.Read(this, parameter, value),
        SecureString secret => CredentialArgument.Read(secret),
        SwitchParameter flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        string[] list => string.Join(',', list),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };
}
