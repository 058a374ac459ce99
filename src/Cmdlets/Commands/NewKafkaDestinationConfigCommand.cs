using System.Management.Automation;
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
public sealed class NewKafkaDestinationConfigCommand : SecurityCmdlet
{
    private const string ObjectSet = "Object";
    private const string JsonSet = "Json";
    private const string FileSet = "File";

    /// <summary>bootstrap_servers.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] BootstrapServers { get; set; } = [];

    /// <summary>topic_pattern.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string TopicPattern { get; set; } = "";

    /// <summary>test_topic.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? TestTopic { get; set; }

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
    [ArgumentCompleter(typeof(NothingCompleter))]
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

    /// <summary>value_shape.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? ValueShape { get; set; }

    /// <summary>partition_key_field.</summary>
    [Parameter]
    public string[]? PartitionKeyField { get; set; }

    /// <summary>record_key.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? RecordKey { get; set; }

    /// <summary>key_format.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? KeyFormat { get; set; }

    /// <summary>cdc_deletion_mode.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? CdcDeletionMode { get; set; }

    /// <summary>headers.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? Headers { get; set; }

    /// <summary>record_timestamp.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? RecordTimestamp { get; set; }

    /// <summary>topic_name_transform.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? TopicNameTransform { get; set; }

    /// <summary>topic_names_lowercase.</summary>
    [Parameter]
    public SwitchParameter TopicNamesLowercase { get; set; }

    /// <summary>topic_num_partitions.</summary>
    [Parameter]
    public long? TopicNumPartitions { get; set; }

    /// <summary>topic_replication_factor.</summary>
    [Parameter]
    public long? TopicReplicationFactor { get; set; }

    /// <summary>topic_config: lines of key=value, or a dictionary.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? TopicConfig { get; set; }

    /// <summary>on_record_error.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SettingCompleter))]
    public string? OnRecordError { get; set; }

    /// <summary>dead_letter_topic.</summary>
    [Parameter]
    public string? DeadLetterTopic { get; set; }

    /// <summary>producer_properties: lines of key=value, or a dictionary.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? ProducerProperties { get; set; }

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
        var result = Kafka.ProducerProperties.Verify(
            DestinationConfig.TryParse(ConfigWriter.ToJson(given), MyInvocation.MyCommand.Name, credential));
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
            config.Describe(),
            config.BootstrapServers,
            config.Redact(config.TopicPattern),
            config.Protocol.ToString(),
            shown.AsReadOnly());
    }
}
