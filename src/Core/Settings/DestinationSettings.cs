namespace AirbyteKafka.Settings;

/// <summary>
/// The top-level settings, in the order of the spec. Names, titles, types, defaults, enums and examples are those of
/// <c>airbyte/destination-kafka</c> 0.1.11. A new setting is one more entry. Code that works with its value takes it from
/// <see cref="DestinationConfig"/>.
/// </summary>
public static class DestinationSettings
{
    // Filled by the entries below, in their order.
    private static readonly List<Setting> Entries = [];

    /// <summary>The brokers to begin with.</summary>
    public static readonly BrokersSetting BootstrapServers = Entry(new BrokersSetting
    {
        Name = "bootstrap_servers",
        Title = "Bootstrap Servers",
        Description = "Brokers to connect to first, as host:port pairs separated by commas. The rest of the cluster is found through "
            + "them, so two or three are enough.",
        Examples = ["kafka-broker1:9092,kafka-broker2:9092"],
        RequiredInSpec = true,
        Needed = true,
        KafkaProperty = "bootstrap.servers",
        Librdkafka = [new("bootstrap.servers")],
        Difference = "A prefix such as `SSL://` is dropped, as Java's client does; librdkafka alone would refuse one that differs from "
            + "`security_protocol`.",
    });

    /// <summary>Where a stream's records go.</summary>
    public static readonly TopicSetting TopicPattern = Entry(new TopicSetting
    {
        Name = "topic_pattern",
        Title = "Topic Pattern",
        Description = "Topic that records are written to. {namespace} and {stream} stand for those of the record, so that one pattern can "
            + "serve many streams. Characters other than ASCII letters, digits and the underscore become underscores.",
        Examples = ["sample.topic", "{namespace}.{stream}.sample"],
        RequiredInSpec = true,
        Needed = true,
        HasVariables = true,
    });

    /// <summary>The topic the connection check writes to.</summary>
    public static readonly TopicSetting TestTopic = Entry(new TopicSetting
    {
        Name = "test_topic",
        Title = "Test Topic",
        Description = "Topic that the connection check writes one record to. Leave it empty to check the connection without writing "
            + "anything.",
        Examples = ["test.topic"],
        Difference = "Without it the Java connector's check asks no broker; here the brokers are always asked.",
    });

    /// <summary>Whether each record is acknowledged before the next one is sent.</summary>
    public static readonly FlagSetting SyncProducer = Entry(new FlagSetting
    {
        Name = "sync_producer",
        Title = "Sync Producer",
        Description = "Wait for Kafka to acknowledge each record before sending the next one. Much slower; states are safe either way.",
        Difference = "A failed record ends the write; the Java connector waits but does not look at the outcome.",
    });

    /// <summary>How to connect: the protocol object.</summary>
    public static readonly ProtocolSetting Protocol = Entry(new ProtocolSetting
    {
        Name = "protocol",
        Title = "Protocol",
        Description = "How the connection to the brokers is encrypted and authenticated.",
        RequiredInSpec = true,
    });

    /// <summary>The name brokers log for this client.</summary>
    public static readonly TextSetting ClientId = Entry(new TextSetting
    {
        Name = "client_id",
        Title = "Client ID",
        Description = "Name that the brokers show for this client in their logs, metrics and quotas.",
        Examples = ["airbyte-producer"],
        KafkaProperty = "client.id",
        Librdkafka = [new("client.id")],
        Difference = "Absent: `rdkafka`; Java's client calls itself `producer-1`.",
    });

    /// <summary>How many replicas have to have a record.</summary>
    public static readonly ChoiceSetting Acks = Entry(new ChoiceSetting
    {
        Name = "acks",
        Title = "ACKs",
        Description = "Who has to have a record before it counts as written: nobody (0), the partition's leader (1) or all in-sync "
            + "replicas (all).",
        Allowed = ["0", "1", "all"],
        Synonyms = new Dictionary<string, string> { ["-1"] = "all" },
        RequiredInSpec = true,
        Default = "1",
        KafkaProperty = "acks",
        Librdkafka = [new("acks", ProducerOnly: true)],
        Difference = "`-1` is taken for `all`, as Kafka does. Absent with `enable_idempotence`: `all`.",
    });

    /// <summary>Whether the broker drops records that a retry repeats.</summary>
    public static readonly FlagSetting EnableIdempotence = Entry(new FlagSetting
    {
        Name = "enable_idempotence",
        Title = "Enable Idempotence",
        Description = "Let the brokers drop records that a retry sends again, and keep their order. Needs acks = all.",
        RequiredInSpec = true,
        KafkaProperty = "enable.idempotence",
        Librdkafka = [new("enable.idempotence", ProducerOnly: true)],
        Difference = "Needs `acks` = `all`, `retries` > 0 and at most 5 requests in flight, as in Java.",
    });

    /// <summary>The codec of record batches.</summary>
    public static readonly ChoiceSetting CompressionType = Entry(new ChoiceSetting
    {
        Name = "compression_type",
        Title = "Compression Type",
        Description = "How batches of records are compressed on their way to Kafka and on its disks.",
        Allowed = ["none", "gzip", "snappy", "lz4", "zstd"],
        RequiredInSpec = true,
        Default = "none",
        KafkaProperty = "compression.type",
        Librdkafka = [new("compression.type", ProducerOnly: true)],
    });

    /// <summary>The size of record batches.</summary>
    public static readonly NumberSetting BatchSize = Entry(new NumberSetting
    {
        Name = "batch_size",
        Title = "Batch Size",
        Description = "Bytes that a batch of records for one partition may hold before it is sent. Larger batches carry more records a "
            + "second.",
        RequiredInSpec = true,
        Default = 16384,
        Minimum = 0,
        Maximum = int.MaxValue,
        Sentinel = 0,
        KafkaProperty = "batch.size",
        Librdkafka = [new("batch.size", 1, int.MaxValue, ProducerOnly: true)],
        Difference = "0 sends each record alone, as in Java (librdkafka: 1 byte, which a first record may exceed).",
    });

    /// <summary>How long a batch waits for more records.</summary>
    public static readonly NumberSetting LingerMs = Entry(new NumberSetting
    {
        Name = "linger_ms",
        Title = "Linger ms",
        Description = "Milliseconds that a batch waits for more records before it is sent.",
        IsTextInSpec = true,
        RequiredInSpec = true,
        Default = 0,
        Minimum = 0,
        KafkaProperty = "linger.ms",
        Librdkafka = [new("linger.ms", 0, 900_000, ProducerOnly: true)],
        Difference = "At most 15 minutes.",
    });

    /// <summary>How many requests may be under way on a connection.</summary>
    public static readonly NumberSetting MaxInFlightRequestsPerConnection = Entry(new NumberSetting
    {
        Name = "max_in_flight_requests_per_connection",
        Title = "Max in Flight Requests per Connection",
        Description = "Requests that may be under way on one connection. More than 1 can change the order of records when a request is "
            + "repeated, unless idempotence is on.",
        RequiredInSpec = true,
        Default = 5,
        Minimum = 1,
        Maximum = int.MaxValue,
        KafkaProperty = "max.in.flight.requests.per.connection",
        Difference = "Java's requests hold the batches of all partitions, librdkafka's that of one: above 1 and without "
            + "`enable_idempotence`, the value is multiplied by the number of topics.",
        Librdkafka = [new("max.in.flight.requests.per.connection", 1, 1_000_000, ProducerOnly: true)],
    });

    /// <summary>How host names become addresses.</summary>
    public static readonly ChoiceSetting ClientDnsLookup = Entry(new ChoiceSetting
    {
        Name = "client_dns_lookup",
        Title = "Client DNS Lookup",
        Description = "How broker names are resolved: try all addresses of a name, or replace the bootstrap names by their canonical "
            + "names first (for Kerberos).",
        Allowed = ["default", "use_all_dns_ips", "resolve_canonical_bootstrap_servers_only", "use_all_dns_ips"],
        RequiredInSpec = true,
        Default = "use_all_dns_ips",
        KafkaProperty = "client.dns.lookup",
        Librdkafka = [new("client.dns.lookup") { Words = new Dictionary<string, string> { ["default"] = "use_all_dns_ips" } }],
        Difference = "`default` (only the first address, gone from Kafka since 3.0) means `use_all_dns_ips`.",
    });

    /// <summary>How much may be queued.</summary>
    public static readonly NumberSetting BufferMemory = Entry(new NumberSetting
    {
        Name = "buffer_memory",
        Title = "Buffer Memory",
        Description = "Bytes of records that may wait to be sent. When they are used up, reading waits for the brokers.",
        IsTextInSpec = true,
        RequiredInSpec = true,
        Default = 33_554_432,
        Minimum = 1,
        KafkaProperty = "buffer.memory",
        Librdkafka = [new("queue.buffering.max.kbytes", 1, int.MaxValue, ProducerOnly: true) { OtherUnit = true }],
        Difference = "The bound is kept here, to the byte; librdkafka's own (in KiB) is set one `max_request_size` above it so that it "
            + "never strikes first.",
    });

    /// <summary>The largest record.</summary>
    public static readonly NumberSetting MaxRequestSize = Entry(new NumberSetting
    {
        Name = "max_request_size",
        Title = "Max Request Size",
        Description = "Bytes that one request, and therefore one record, may have.",
        RequiredInSpec = true,
        Default = 1_048_576,
        Minimum = 1,
        Maximum = int.MaxValue,
        KafkaProperty = "max.request.size",
        Librdkafka = [new("message.max.bytes", 1_000, 1_000_000_000, ProducerOnly: true)],
        Difference = "Java adds 85 to 93 bytes of framing to a record before it compares, librdkafka 36: whatever Java takes is taken.",
    });

    /// <summary>How often a failed request is repeated.</summary>
    public static readonly NumberSetting Retries = Entry(new NumberSetting
    {
        Name = "retries",
        Title = "Retries",
        Description = "How often a request that failed for a passing reason is repeated, within delivery_timeout_ms.",
        RequiredInSpec = true,
        Default = int.MaxValue,
        Minimum = 0,
        Maximum = int.MaxValue,
        KafkaProperty = "retries",
        Librdkafka = [new("retries", 0, int.MaxValue, ProducerOnly: true)],
    });

    /// <summary>How long a connection may take.</summary>
    public static readonly NumberSetting SocketConnectionSetupTimeoutMs = Entry(new NumberSetting
    {
        Name = "socket_connection_setup_timeout_ms",
        Title = "Socket Connection Setup Timeout",
        Description = "Milliseconds that setting up a connection to a broker may take.",
        IsTextInSpec = true,
        RequiredInSpec = true,
        Default = 10000,
        Minimum = 1,
        KafkaProperty = "socket.connection.setup.timeout.ms",
        Librdkafka = [new("socket.connection.setup.timeout.ms", 1_000, int.MaxValue)],
        Difference = "Here it covers TCP, TLS and SASL together, in Java TCP only.",
    });

    /// <summary>How long a connection may take after failures.</summary>
    public static readonly NumberSetting SocketConnectionSetupTimeoutMaxMs = Entry(new NumberSetting
    {
        Name = "socket_connection_setup_timeout_max_ms",
        Title = "Socket Connection Setup Max Timeout",
        Description = "Milliseconds up to which Kafka's Java client raises the connection setup timeout after each failure. The client "
            + "used here keeps the timeout as it is.",
        IsTextInSpec = true,
        RequiredInSpec = true,
        Default = 30000,
        Minimum = 1,
        KafkaProperty = "socket.connection.setup.timeout.max.ms",
        NoEffect = "librdkafka does not raise the connection setup timeout after a failure, it keeps socket_connection_setup_timeout_ms",
        Difference = "No counterpart: librdkafka does not raise the timeout. A value other than 30000 gets a warning.",
    });

    /// <summary>How long a record may wait for room or metadata.</summary>
    public static readonly NumberSetting MaxBlockMs = Entry(new NumberSetting
    {
        Name = "max_block_ms",
        Title = "Max Block ms",
        Description = "Milliseconds that a record may wait for room in the buffer, or for a topic to become known.",
        IsTextInSpec = true,
        RequiredInSpec = true,
        Default = 60000,
        Minimum = 0,
        KafkaProperty = "max.block.ms",
        Librdkafka = [new("topic.metadata.propagation.max.ms", 0, 3_600_000, ProducerOnly: true)],
        Difference = "Java blocks the caller for both waits. Here the wait for room is kept by the writer (at most 24 days), the wait for "
            + "a topic by librdkafka (at most an hour).",
    });

    /// <summary>How long a broker may take to answer.</summary>
    public static readonly NumberSetting RequestTimeoutMs = Entry(new NumberSetting
    {
        Name = "request_timeout_ms",
        Title = "Request Timeout",
        Description = "Milliseconds that a broker may take to answer a request before it is repeated.",
        RequiredInSpec = true,
        Default = 30000,
        Minimum = 1,
        Maximum = int.MaxValue,
        KafkaProperty = "request.timeout.ms",
        Librdkafka = [new("request.timeout.ms", 1, 900_000, ProducerOnly: true), new("socket.timeout.ms", 10, 300_000)],
        Difference = "One value in Java, two in librdkafka: what the broker may take for its replicas, and what the client waits. The "
            + "latter is at most 5 minutes. 0, with which nothing could ever be sent, is refused.",
    });

    /// <summary>How long a record may take in all.</summary>
    public static readonly NumberSetting DeliveryTimeoutMs = Entry(new NumberSetting
    {
        Name = "delivery_timeout_ms",
        Title = "Delivery Timeout",
        Description = "Milliseconds that a record may take in all, with waiting and retries, before its delivery has failed. At least "
            + "linger_ms + request_timeout_ms.",
        RequiredInSpec = true,
        Default = 120_000,
        Minimum = 0,
        Maximum = int.MaxValue,
        KafkaProperty = "delivery.timeout.ms",
        Librdkafka = [new("delivery.timeout.ms", 1, int.MaxValue, ProducerOnly: true)],
        Difference = "Absent and too small for the other two: raised to their sum with a warning, as in Java. librdkafka's 0 (for ever) "
            + "cannot come about.",
    });

    /// <summary>The send buffer of sockets.</summary>
    public static readonly NumberSetting SendBufferBytes = Entry(new NumberSetting
    {
        Name = "send_buffer_bytes",
        Title = "Send Buffer bytes",
        Description = "Bytes of the TCP send buffer; -1 leaves it to the operating system.",
        RequiredInSpec = true,
        Default = 131_072,
        Minimum = -1,
        Maximum = int.MaxValue,
        Sentinel = -1,
        KafkaProperty = "send.buffer.bytes",
        Librdkafka = [new("socket.send.buffer.bytes", 0, 100_000_000)],
        Difference = "-1 becomes librdkafka's 0: the operating system's default.",
    });

    /// <summary>The receive buffer of sockets.</summary>
    public static readonly NumberSetting ReceiveBufferBytes = Entry(new NumberSetting
    {
        Name = "receive_buffer_bytes",
        Title = "Receive Buffer bytes",
        Description = "Bytes of the TCP receive buffer; -1 leaves it to the operating system.",
        RequiredInSpec = true,
        Default = 32768,
        Minimum = -1,
        Maximum = int.MaxValue,
        Sentinel = -1,
        KafkaProperty = "receive.buffer.bytes",
        Librdkafka = [new("socket.receive.buffer.bytes", 0, 100_000_000)],
        Difference = "-1 becomes librdkafka's 0: the operating system's default.",
    });

    /// <summary>All of them, in the order of the spec.</summary>
    public static readonly IReadOnlyList<Setting> All = [.. Entries, .. RecordSettings.All, .. TopicSettings.All];

    private static T Entry<T>(T setting)
        where T : Setting
    {
        Entries.Add(setting);
        return setting;
    }
}
