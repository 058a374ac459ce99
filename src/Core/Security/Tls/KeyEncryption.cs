using System.Formats.Asn1;

namespace AirbyteKafka.Security.Tls;

/// <summary>How a PKCS#8 key is encrypted.</summary>
internal static class KeyEncryption
{
    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";

    // AES-CBC with 128, 192 and 256 bits, and triple DES: what .NET decrypts of PBES2.
    private static readonly string[] KnownCiphers = ["2.16.840.1.101.3.4.1.2", "2.16.840.1.101.3.4.1.22", "2.16.840.1.101.3.4.1.42",
        "1.2.840.113549.3.7"];

    /// <summary>
    /// Whether .NET knows the way; OpenSSL, and so librdkafka, knows more (scrypt, other ciphers). <see langword="true"/> for what cannot
    /// be read at all.
    /// </summary>
    /// <param name="encryptedPrivateKeyInfo">The key, DER.</param>
    public static bool IsKnownToDotNet(byte[] encryptedPrivateKeyInfo)
    {
        try
        {
            var algorithm = new AsnReader(encryptedPrivateKeyInfo, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Pbes2)
            {
                return true;
            }

            var parameters = algorithm.ReadSequence();
            return parameters.ReadSequence().ReadObjectIdentifier() == Pbkdf2
                && KnownCiphers.Contains(parameters.ReadSequence().ReadObjectIdentifier());
        }
        catch (AsnContentException)
        {
            return true;
        }
    }
}
