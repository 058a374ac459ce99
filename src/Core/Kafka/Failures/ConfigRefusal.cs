using AirbyteKafka.Errors;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why librdkafka does not take its properties.</summary>
internal static class ConfigRefusal
{
    private const string KeyUnreadable = "ssl.key.pem failed";

    /// <summary>Puts librdkafka's reason into words.</summary>
    /// <param name="reason">What it said, without secrets.</param>
    public static AirbyteKafkaException Explain(string? reason) => new(
        ErrorKind.ConfigInvalid,
        reason?.Contains(KeyUnreadable, StringComparison.Ordinal) == true
            ? "The key in protocol.ssl_keystore_key cannot be opened: protocol.ssl_keystore_password is wrong, or the key is damaged."
            : $"The Kafka client does not take this configuration: {reason?.TrimEnd('.')}.");
}
