namespace AirbyteKafka.Errors;

/// <summary>
/// One kind of failure: the same id, category and failure type wherever it shows, as a PowerShell error record or an Airbyte trace.
/// </summary>
/// <param name="Id">Stable id; the first part of PowerShell's <c>FullyQualifiedErrorId</c>.</param>
/// <param name="Category">The name of the PowerShell <c>ErrorCategory</c>.</param>
/// <param name="FailureType">Airbyte's failure type.</param>
public sealed record ErrorKind(string Id, string Category, FailureType FailureType)
{
    /// <summary>The destination's configuration cannot be used.</summary>
    public static readonly ErrorKind ConfigInvalid = new(nameof(ConfigInvalid), "InvalidArgument", FailureType.ConfigError);

    /// <summary>The configured catalog cannot be used.</summary>
    public static readonly ErrorKind CatalogInvalid = new(nameof(CatalogInvalid), "InvalidData", FailureType.ConfigError);

    /// <summary>A file that was named does not exist or cannot be read.</summary>
    public static readonly ErrorKind FileUnreadable = new(nameof(FileUnreadable), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>What a write was given to read is neither messages as text nor a file of them.</summary>
    public static readonly ErrorKind InputUnsupported = new(nameof(InputUnsupported), "InvalidArgument", FailureType.ConfigError);

    /// <summary>A file that was to be written is there already.</summary>
    public static readonly ErrorKind FileExists = new(nameof(FileExists), "ResourceExists", FailureType.ConfigError);

    /// <summary>A file cannot be written.</summary>
    public static readonly ErrorKind FileUnwritable = new(nameof(FileUnwritable), "WriteError", FailureType.ConfigError);

    /// <summary>The command line of the entrypoint is not one of Airbyte's.</summary>
    public static readonly ErrorKind CommandLineInvalid = new(nameof(CommandLineInvalid), "InvalidArgument", FailureType.ConfigError);

    /// <summary>An object in an argument has no form in JSON.</summary>
    public static readonly ErrorKind ObjectNotSerializable = new(nameof(ObjectNotSerializable), "InvalidData", FailureType.SystemError);

    /// <summary>An object cannot be made a record of, or the record is not the one that its sender means.</summary>
    public static readonly ErrorKind RecordInvalid = new(nameof(RecordInvalid), "InvalidData", FailureType.SystemError);

    /// <summary>More records could not be sent than a command may go on after.</summary>
    public static readonly ErrorKind TooManyErrors = new(nameof(TooManyErrors), "LimitsExceeded", FailureType.SystemError);

    /// <summary>A line of the input is not the Airbyte message it claims to be.</summary>
    public static readonly ErrorKind MessageMalformed = new(nameof(MessageMalformed), "ParserError", FailureType.SystemError);

    /// <summary>
    /// The input as a whole is none that is read: another encoding or compression, a damaged file, or no Airbyte message in it.
    /// </summary>
    public static readonly ErrorKind InputUnusable = new(nameof(InputUnusable), "InvalidData", FailureType.SystemError);

    /// <summary>A record belongs to a stream that the catalog does not list.</summary>
    public static readonly ErrorKind StreamNotInCatalog = new(nameof(StreamNotInCatalog), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>A command was given no connection, and its session has none.</summary>
    public static readonly ErrorKind NotConnected = new(nameof(NotConnected), "InvalidOperation", FailureType.ConfigError);

    /// <summary>No broker answered in time.</summary>
    public static readonly ErrorKind BrokerUnreachable = new(nameof(BrokerUnreachable), "ConnectionError", FailureType.TransientError);

    /// <summary>A port answers, but not the way the configured security protocol or mechanism wants it.</summary>
    public static readonly ErrorKind ListenerMismatch = new(nameof(ListenerMismatch), "ProtocolError", FailureType.ConfigError);

    /// <summary>A TLS connection did not come about: one side does not accept the other's certificate.</summary>
    public static readonly ErrorKind TlsFailed = new(nameof(TlsFailed), "SecurityError", FailureType.ConfigError);

    /// <summary>A broker refused the credentials.</summary>
    public static readonly ErrorKind AuthenticationFailed = new(nameof(AuthenticationFailed), "AuthenticationError",
        FailureType.ConfigError);

    /// <summary>The user may not write to a topic or use the cluster.</summary>
    public static readonly ErrorKind AuthorizationFailed = new(nameof(AuthorizationFailed), "PermissionDenied", FailureType.ConfigError);

    /// <summary>A topic does not exist and is not created on first use.</summary>
    public static readonly ErrorKind TopicMissing = new(nameof(TopicMissing), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>A topic that was to be made is there already.</summary>
    public static readonly ErrorKind TopicExists = new(nameof(TopicExists), "ResourceExists", FailureType.ConfigError);

    /// <summary>The cluster does not do what it was asked for with a topic.</summary>
    public static readonly ErrorKind TopicRefused = new(nameof(TopicRefused), "InvalidOperation", FailureType.ConfigError);

    /// <summary>A consumer group does not exist.</summary>
    public static readonly ErrorKind GroupMissing = new(nameof(GroupMissing), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>A topic has no partition of that number.</summary>
    public static readonly ErrorKind PartitionMissing = new(nameof(PartitionMissing), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>A text cannot be the name of a topic.</summary>
    public static readonly ErrorKind TopicNameInvalid = new(nameof(TopicNameInvalid), "InvalidArgument", FailureType.ConfigError);

    /// <summary>No schema registry answered in time, or it could not answer just then.</summary>
    public static readonly ErrorKind RegistryUnreachable = new(nameof(RegistryUnreachable), "ConnectionError", FailureType.TransientError);

    /// <summary>A schema is not registered, and may not be registered by a write.</summary>
    public static readonly ErrorKind SchemaMissing = new(nameof(SchemaMissing), "ObjectNotFound", FailureType.ConfigError);

    /// <summary>A schema registry refused a schema: it is not compatible with what is registered, or not valid.</summary>
    public static readonly ErrorKind SchemaIncompatible = new(nameof(SchemaIncompatible), "InvalidData", FailureType.ConfigError);

    /// <summary>A record is larger than the producer or the broker takes.</summary>
    public static readonly ErrorKind RecordTooLarge = new(nameof(RecordTooLarge), "LimitsExceeded", FailureType.ConfigError);

    /// <summary>A record was not acknowledged within the time it had.</summary>
    public static readonly ErrorKind DeliveryTimedOut = new(nameof(DeliveryTimedOut), "OperationTimeout", FailureType.TransientError);

    /// <summary>
    /// The brokers could not take a record just then, and it may not be sent again: no leader, too few replicas, a broken connection.
    /// </summary>
    public static readonly ErrorKind BrokerUnavailable = new(nameof(BrokerUnavailable), "ResourceUnavailable", FailureType.TransientError);

    /// <summary>A broker refused a record for good.</summary>
    public static readonly ErrorKind DeliveryFailed = new(nameof(DeliveryFailed), "WriteError", FailureType.SystemError);

    /// <summary>A broker refused to hand out records.</summary>
    public static readonly ErrorKind ReadFailed = new(nameof(ReadFailed), "ReadError", FailureType.SystemError);

    /// <summary>A reading was not done in the time that it was given.</summary>
    public static readonly ErrorKind ReadTimedOut = new(nameof(ReadTimedOut), "OperationTimeout", FailureType.TransientError);

    /// <summary>A value was given for a parameter that it does not take.</summary>
    public static readonly ErrorKind ArgumentInvalid = new(nameof(ArgumentInvalid), "InvalidArgument", FailureType.ConfigError);

    /// <summary>The operation was ended from outside before it was done.</summary>
    public static readonly ErrorKind Interrupted = new(nameof(Interrupted), "OperationStopped", FailureType.TransientError);

    /// <summary>A mock cluster was asked for something after its end.</summary>
    public static readonly ErrorKind MockClusterStopped = new(nameof(MockClusterStopped), "InvalidOperation", FailureType.SystemError);

    /// <summary>A mock cluster has no such broker, request, error or size.</summary>
    public static readonly ErrorKind MockArgumentInvalid = new(nameof(MockArgumentInvalid), "InvalidArgument", FailureType.ConfigError);

    /// <summary>The native Kafka client cannot be loaded on this machine.</summary>
    public static readonly ErrorKind NativeLibraryMissing = new(nameof(NativeLibraryMissing), "NotInstalled", FailureType.SystemError);

    /// <summary>A fault of this product.</summary>
    public static readonly ErrorKind InternalError = new(nameof(InternalError), "NotSpecified", FailureType.SystemError);
}
