namespace AirbyteKafka.Settings;

/// <summary>
/// Names of properties that Kafka's clients have and this destination has not: keys that people copy from other configurations.
/// </summary>
internal static class KafkaPropertyNames
{
    public static readonly IReadOnlyList<string> All =
    [
        "allow.auto.create.topics", "api.version.request", "auto.commit.interval.ms", "auto.include.jmx.reporter", "auto.offset.reset",
            "auto.register.schemas",
        "batch.num.messages", "broker.address.family", "broker.version.fallback", "compression.codec", "compression.gzip.level",
            "compression.level",
        "compression.lz4.level", "compression.zstd.level", "config.providers", "connections.max.idle.ms", "connectors", "consumer.group",
            "debug",
        "enable.auto.commit", "enable.metrics.push", "enable.ssl.certificate.verification", "fetch.max.bytes", "fetch.min.bytes",
            "group.id", "group.instance.id",
        "interceptor.classes", "isolation.level", "key.deserializer", "key.serializer", "log.level", "max.poll.interval.ms",
            "max.poll.records",
        "message.max.bytes", "message.send.max.retries", "message.timeout.ms", "metadata.broker.list", "metadata.max.age.ms",
            "metadata.max.idle.ms",
        "metadata.recovery.strategy", "metric.reporters", "metrics.num.samples", "metrics.recording.level", "metrics.sample.window.ms",
            "partition.strategy",
        "partitioner", "partitioner.adaptive.partitioning.enable", "partitioner.availability.timeout.ms", "partitioner.class",
            "partitioner.ignore.keys",
        "partitions", "queue.buffering.max.kbytes", "queue.buffering.max.messages", "queue.buffering.max.ms", "reconnect.backoff.max.ms",
            "reconnect.backoff.ms",
        "replication.factor", "request.required.acks", "retry.backoff.max.ms", "retry.backoff.ms", "sasl.client.callback.handler.class",
        "sasl.kerberos.keytab", "sasl.kerberos.kinit.cmd", "sasl.kerberos.principal", "sasl.kerberos.service.name",
            "sasl.login.callback.handler.class",
        "sasl.login.class", "sasl.login.refresh.buffer.seconds", "sasl.mechanisms", "sasl.oauthbearer.client.id",
            "sasl.oauthbearer.client.secret",
        "sasl.oauthbearer.config", "sasl.oauthbearer.method", "sasl.oauthbearer.scope", "sasl.password", "sasl.username",
            "schema.registry.url",
        "security.providers", "session.timeout.ms", "socket.keepalive.enable", "socket.timeout.ms", "ssl.ca.certificates",
            "ssl.ca.location", "ssl.ca.pem",
        "ssl.certificate.location", "ssl.certificate.pem", "ssl.cipher.suites", "ssl.enabled.protocols", "ssl.engine.factory.class",
            "ssl.key.location",
        "ssl.key.password", "ssl.key.pem", "ssl.keymanager.algorithm", "ssl.keystore.location", "ssl.keystore.password",
            "ssl.keystore.type", "ssl.protocol",
        "ssl.provider", "ssl.secure.random.implementation", "ssl.trustmanager.algorithm", "ssl.truststore.location",
            "ssl.truststore.password",
        "ssl.truststore.type", "statistics.interval.ms", "sticky.partitioning.linger.ms", "topic", "topic.name", "topics",
            "transaction.timeout.ms",
        "transaction.two.phase.commit.enable", "transactional.id", "value.deserializer", "value.serializer", "password", "username",
            "brokers", "servers",
    ];
}
