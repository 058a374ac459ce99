using System.Runtime.InteropServices;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Kafka.Failures;

/// <summary>Says why librdkafka does not take its properties.</summary>
internal static class ConfigRefusal
{
    private const string KeyUnreadable = "ssl.key.pem failed";
    private const string NoKerberos = "No provider for SASL mechanism GSSAPI";

    /// <summary>Puts librdkafka's reason into words.</summary>
    /// <param name="reason">What it said, without secrets.</param>
    public static AirbyteKafkaException Explain(string? reason) =>
        Says(reason, NoKerberos) ? new(
            ErrorKind.NativeLibraryMissing, KerberosAdvice.For(RuntimeInformation.ProcessArchitecture))
        : Says(reason, KeyUnreadable) ? new(
            ErrorKind.ConfigInvalid,
            "The key in protocol.ssl_keystore_key cannot be opened: protocol.ssl_keystore_password is wrong, or the key is damaged.")
        : new(ErrorKind.ConfigInvalid, $"The Kafka client does not take this configuration: {reason?.TrimEnd('.')}.");

    private static bool Says(string? reason, string words) => reason?.Contains(words, StringComparison.Ordinal) == true;
}
