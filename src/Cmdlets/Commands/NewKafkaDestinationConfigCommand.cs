using System.Globalization;
using System.Management.Automation;
using System.Security;
using System.Text;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Builds a configuration of the destination from parameters and checks it, without asking a broker.</summary>
[Cmdlet(
    VerbsCommon.New,
    "KafkaDestinationConfig",
    DefaultParameterSetName = ObjectSet,
    SupportsShouldProcess = true,
    HelpUri = HelpLinks.Cmdlets + "new-kafkadestinationconfig")]
[OutputType(typeof(KafkaDestinationConfig), typeof(string))]
public sealed class NewKafkaDestinationConfigCommand : CancellableCmdlet
{
    private const string ObjectSet = "Object";
    private const string JsonSet = "Json";
    private const string FileSet = "File";

    /// <summary>bootstrap_servers.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string[] BootstrapServers { get; set; } = [];

    /// <summary>topic_pattern.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string TopicPattern { get; set; } = "";

    /// <summary>test_topic.</summary>
    [Parameter]
    public string? TestTopic { get; set; }

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

    /// <summary>acks.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? Acks { get; set; }

    /// <summary>enable_idempotence.</summary>
    [Parameter]
    public SwitchParameter EnableIdempotence { get; set; }

    /// <summary>sync_producer.</summary>
    [Parameter]
    public SwitchParameter SyncProducer { get; set; }

    /// <summary>client_id.</summary>
    [Parameter]
    public string? ClientId { get; set; }

    /// <summary>compression_type.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? CompressionType { get; set; }

    /// <summary>batch_size.</summary>
    [Parameter]
    public long? BatchSize { get; set; }

    /// <summary>linger_ms.</summary>
    [Parameter]
    public long? LingerMs { get; set; }

    /// <summary>max_in_flight_requests_per_connection.</summary>
    [Parameter]
    public long? MaxInFlightRequestsPerConnection { get; set; }

    /// <summary>client_dns_lookup.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? ClientDnsLookup { get; set; }

    /// <summary>buffer_memory.</summary>
    [Parameter]
    public long? BufferMemory { get; set; }

    /// <summary>max_request_size.</summary>
    [Parameter]
    public long? MaxRequestSize { get; set; }

    /// <summary>retries.</summary>
    [Parameter]
    public long? Retries { get; set; }

    /// <summary>socket_connection_setup_timeout_ms.</summary>
    [Parameter]
    public long? SocketConnectionSetupTimeoutMs { get; set; }

    /// <summary>socket_connection_setup_timeout_max_ms.</summary>
    [Parameter]
    public long? SocketConnectionSetupTimeoutMaxMs { get; set; }

    /// <summary>max_block_ms.</summary>
    [Parameter]
    public long? MaxBlockMs { get; set; }

    /// <summary>request_timeout_ms.</summary>
    [Parameter]
    public long? RequestTimeoutMs { get; set; }

    /// <summary>delivery_timeout_ms.</summary>
    [Parameter]
    public long? DeliveryTimeoutMs { get; set; }

    /// <summary>send_buffer_bytes.</summary>
    [Parameter]
    public long? SendBufferBytes { get; set; }

    /// <summary>receive_buffer_bytes.</summary>
    [Parameter]
    public long? ReceiveBufferBytes { get; set; }

    /// <summary>Write JSON text, with the secrets, in place of an object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = JsonSet)]
    public SwitchParameter AsJson { get; set; }

    /// <summary>Write JSON, with the secrets, into a file that only its owner may read.</summary>
    [Parameter(Mandatory = true, ParameterSetName = FileSet)]
    [ValidateNotNullOrEmpty]
    public string OutFile { get; set; } = "";

    /// <summary>Replace the file where it is there already.</summary>
    [Parameter(ParameterSetName = FileSet)]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        var given = ReadSettings();
        var credential = CredentialArgument.Read(Credential);
        var result = DestinationConfig.TryParse(ConfigWriter.ToJson(given), MyInvocation.MyCommand.Name, credential);
        var config = ConfigErrors.GetConfigOrStop(this, result);
        foreach (var warning in config.Warnings)
        {
            WriteWarning(warning.Message);
        }

        var settings = ConfigWriter.Complete(given, config);
        var json = ConfigWriter.ToJson(settings);
        switch (ParameterSetName)
        {
            case FileSet:
                Save(json);
                break;
            case JsonSet when AsJson:
                WriteObject(Encoding.UTF8.GetString(json));
                break;
            default:
                WriteObject(Describe(config, settings, json));
                break;
        }
    }

    private void Save(byte[] json)
    {
        var path = LiteralPath.Resolve(this, OutFile);
        if (ShouldProcess(Printable.Of(path, Printable.MaxPathLength), "Write the configuration with its secrets"))
        {
            SecretFile.Write(path, json, Force);
        }
    }

    private static KafkaDestinationConfig Describe(DestinationConfig config, IReadOnlyDictionary<string, string> settings, byte[] json)
    {
        var secrets = SettingParameters.All.Values.Where(property => property.Secret).Select(property => property.Path).ToHashSet();
        var shown = settings.ToDictionary(
            setting => setting.Key,
            setting => secrets.Contains(setting.Key) ? "***" : config.Redact(setting.Value));
        return new KafkaDestinationConfig(
            json,
            config.ToString(),
            config.BootstrapServers,
            config.Redact(config.TopicPattern),
            config.Protocol.ToString(),
            shown.AsReadOnly());
    }

    private Dictionary<string, string> ReadSettings()
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
        _ when property.Multiline => PemArgument.Read(this, parameter, value),
        SecureString secret => CredentialArgument.Read(secret),
        SwitchParameter flag => flag ? "true" : "false",
        long number => number.ToString(CultureInfo.InvariantCulture),
        string[] list => string.Join(',', list),
        _ => LanguagePrimitives.ConvertTo<string>(value),
    };
}
