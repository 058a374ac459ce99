using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Tls;

/// <summary>Recognises what certificates and keys come in besides PEM.</summary>
public static class PemFormat
{
    // "-----BEGIN" in Base64.
    private const string EncodedPem = "LS0tLS1CRUdJTi";

    /// <summary>
    /// The name of the format of a file that is no PEM text in UTF-8, with what to do; <see langword="null"/> where it may be one.
    /// </summary>
    /// <param name="file">The file's bytes.</param>
    public static string? NameOther(ReadOnlySpan<byte> file) => file switch
    {
        [0x30, 0x80 or 0x81 or 0x82 or 0x83 or 0x84, ..] => Der(file),
        [0xFE, 0xED, 0xFE, 0xED, ..] or [0xCE, 0xCE, 0xCE, 0xCE, ..] => "is a Java key store (JKS). Export what is needed as PEM: "
            + "keytool -exportcert -rfc, or convert the store to PKCS#12 and that with openssl pkcs12",
        _ => TextEncoding.NameOther(file) is { } encoding ? $"is encoded as {encoding}. Save it as UTF-8" : null,
    };

    /// <summary>What a text without a PEM block is, as a sentence with a blank in front; empty where that is not known.</summary>
    /// <param name="text">The text.</param>
    internal static string DescribeText(string text)
    {
        var compact = string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
        if (compact.StartsWith(EncodedPem, StringComparison.Ordinal))
        {
            return " It is PEM text in Base64: decode it once.";
        }

        var bytes = new byte[compact.Length];
        return Convert.TryFromBase64String(compact, bytes, out var length) && length > 0 && NameOther(bytes.AsSpan(0, length)) is { } other
            ? $" In Base64 it {other}."
            : "";
    }

    // A PKCS#12 store begins with its version, which is 3.
    private static string Der(ReadOnlySpan<byte> file) =>
        file[..Math.Min(file.Length, 10)].IndexOf((ReadOnlySpan<byte>)[0x02, 0x01, 0x03]) is >= 2 and <= 6
        ? "is a PKCS#12 store (.p12, .pfx). Convert it: openssl pkcs12 -in FILE -out FILE.pem"
        : "is in DER format, the binary one. Convert it: openssl x509 (pkey for a key) -inform DER -in FILE -out FILE.pem";
}
