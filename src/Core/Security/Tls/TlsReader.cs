using System.Security.Cryptography;
using System.Text.RegularExpressions;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Tls;

/// <summary>
/// Reads the TLS settings and checks what can be checked without a broker: that the texts are PEM, that the key opens, that it belongs to
/// the certificate.
/// </summary>
internal static partial class TlsReader
{
    private const string Pkcs8 = "PRIVATE KEY";
    private const string EncryptedPkcs8 = "ENCRYPTED PRIVATE KEY";

    private static Setting Key => ProtocolSettings.KeystoreKey;

    private static Setting Chain => ProtocolSettings.KeystoreCertificateChain;

    private static Setting Password => ProtocolSettings.KeystorePassword;

    public static TlsSettings Read(ConfigReader protocol, bool verifyHostName, ConfigIssues issues)
    {
        var trusted = PemReader.ReadCertificates(protocol, ProtocolSettings.TruststoreCertificates, issues)?.Pem;
        if (trusted is not null)
        {
            TrustStore.CheckRoots(trusted, ProtocolSettings.TruststoreCertificates, issues);
        }

        var chain = PemReader.ReadCertificates(protocol, Chain, issues);
        var password = protocol.Text(Password);
        issues.Secrets.Add(password);
        var key = protocol.Text(Key);
        issues.Secrets.AddLines(key);
        if (protocol.Has(Key) != protocol.Has(Chain))
        {
            var (there, missing) = protocol.Has(Key) ? (Key, Chain) : (Chain, Key);
            issues.Problem(
                ConfigIssueId.ClientCertificate,
                missing.Path,
                $"{missing.Path} is missing. A client certificate takes two: {there.Name} is set, {missing.Name} is not.");
        }

        if (key is null && password is not null)
        {
            issues.Warning(ConfigIssueId.NoEffect, Password.Path, $"{Password.Path} has no effect without {Key.Name}.");
            password = null;
        }

        var keyPem = key is null ? null : ReadKey(key, ref password, chain?.PublicKey, issues);
        var settings = new TlsSettings(trusted, chain?.Pem, keyPem, password, verifyHostName);
        settings.AddSecrets(issues.Secrets);
        return settings;
    }

    private static string? ReadKey(string text, ref string? password, byte[]? certificateKey, ConfigIssues issues)
    {
        var clean = PemReader.Clean(text);
        if (clean.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
        {
            // OpenSSL's old way of encrypting: .NET cannot open it, librdkafka can.
            if (NeedPassword(password, issues))
            {
                LeaveToOpenSsl(password, issues);
            }

            return MendOldKey(clean, issues);
        }

        var blocks = PemReader.Blocks(clean).FindAll(block => block.Label.EndsWith(Pkcs8, StringComparison.Ordinal));
        if (blocks.Count != 1)
        {
            issues.Problem(
                ConfigIssueId.Pem,
                Key.Path,
                $"{Key.Path} has to hold one private key in PEM format "
                + "(-----BEGIN PRIVATE KEY----- or -----BEGIN ENCRYPTED PRIVATE KEY-----); "
                + (blocks.Count == 0 ? $"none was found.{PemFormat.DescribeText(text)}" : "more than one was found."));
            return null;
        }

        var (label, content) = blocks[0];
        var pem = PemEncoding.WriteString(label, content) + "\n";
        if (label != EncryptedPkcs8)
        {
            if (password is not null)
            {
                issues.Warning(
                    ConfigIssueId.NoEffect,
                    Password.Path,
                    $"{Password.Path} has no effect: the key in {Key.Name} is not encrypted.");
                password = null;
            }
        }
        else if (!NeedPassword(password, issues))
        {
            return null;
        }
        else if (!KeyEncryption.IsKnownToDotNet(content))
        {
            LeaveToOpenSsl(password, issues);
            return pem;
        }

        Check(pem, label, password, certificateKey, issues);
        if (password is not null && LibrdkafkaProperty.IsCut(password) && Decrypt(pem, password) is { } open)
        {
            password = null;
            return open;
        }

        return pem;
    }

    // Whether the passphrase fits is found when connecting. librdkafka's configuration parser cuts blanks off its front, and there is no
    // other way to hand it over.
    private static void LeaveToOpenSsl(string? password, ConfigIssues issues)
    {
        if (password is not null && LibrdkafkaProperty.IsCut(password))
        {
            issues.Problem(
                ConfigIssueId.KeyPassphrase,
                Password.Path,
                $"{Password.Path} begins with a blank, which the Kafka client would cut off. "
                + "Encrypt the key anew, as openssl pkcs8 -topk8 does, or with another passphrase.");
        }
    }

    /// <summary>The block with its lines as OpenSSL insists on them.</summary>
    private static string? MendOldKey(string clean, ConfigIssues issues)
    {
        if (OldKey().Match(clean) is not { Success: true } match)
        {
            issues.Problem(
                ConfigIssueId.Pem,
                Key.Path,
                $"{Key.Path} has a key in OpenSSL's old encryption (Proc-Type, DEK-Info) whose lines cannot be told apart. "
                + "Put it in with its line ends, or convert it: openssl pkcs8 -topk8.");
            return null;
        }

        var data = string.Concat(match.Groups["data"].Value.Where(c => !char.IsWhiteSpace(c))).Chunk(64).Select(line => new string(line));
        var label = match.Groups["label"].Value;
        return $"-----BEGIN {label}-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: {match.Groups["dek"].Value}\n\n"
            + $"{string.Join('\n', data)}\n-----END {label}-----\n";
    }

    private static string? Decrypt(string pem, string password)
    {
        using var rsa = RSA.Create();
        using var ec = ECDsa.Create();
        foreach (AsymmetricAlgorithm algorithm in (ReadOnlySpan<AsymmetricAlgorithm>)[rsa, ec])
        {
            try
            {
                algorithm.ImportFromEncryptedPem(pem, password);
                return algorithm.ExportPkcs8PrivateKeyPem() + "\n";
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                // Not a key of this kind, or not with this passphrase; that has been said.
            }
        }

        return null;
    }

    [GeneratedRegex(
        @"-----BEGIN (?<label>[A-Z ]*PRIVATE KEY)-----\s*Proc-Type:\s*4,\s*ENCRYPTED\s+"
        + @"DEK-Info:\s*(?<dek>[A-Za-z0-9-]+,[0-9A-Fa-f]+)\s+(?<data>[A-Za-z0-9+/=\s]+?)-----END \k<label>-----",
        RegexOptions.CultureInvariant)]
    private static partial Regex OldKey();

    private static bool NeedPassword(string? password, ConfigIssues issues)
    {
        if (password is null && !issues.HasProblemAt(Password.Path))
        {
            issues.Problem(ConfigIssueId.KeyPassphrase, Password.Path, $"{Password.Path} is missing: the key in {Key.Name} is encrypted.");
        }

        return password is not null;
    }

    private static void Check(string pem, string label, string? password, byte[]? certificateKey, ConfigIssues issues)
    {
        if (PublicKeyOf(pem, password) is { } publicKey)
        {
            if (certificateKey is not null && !certificateKey.AsSpan().SequenceEqual(publicKey))
            {
                issues.Problem(
                    ConfigIssueId.ClientCertificate,
                    Key.Path,
                    $"{Key.Path} does not belong to the first certificate in {Chain.Name}. The client's own certificate has to come "
                    + "first.");
            }
        }
        else if (label == EncryptedPkcs8)
        {
            issues.Problem(
                ConfigIssueId.KeyPassphrase,
                Password.Path,
                $"{Password.Path} does not open the key in {Key.Name}: the passphrase is wrong, or the key is damaged.");
        }
        else
        {
            issues.Problem(
                ConfigIssueId.Pem,
                Key.Path,
                $"{Key.Path} cannot be read; its text is damaged or cut off, or it is neither an RSA nor an elliptic curve key.");
        }
    }

    /// <summary>The public half of a key, or <see langword="null"/> where it does not open.</summary>
    private static byte[]? PublicKeyOf(string pem, string? password)
    {
        using var rsa = RSA.Create();
        using var ec = ECDsa.Create();
        foreach (AsymmetricAlgorithm algorithm in (ReadOnlySpan<AsymmetricAlgorithm>)[rsa, ec])
        {
            try
            {
                if (password is null)
                {
                    algorithm.ImportFromPem(pem);
                }
                else
                {
                    algorithm.ImportFromEncryptedPem(pem, password);
                }

                return algorithm.ExportSubjectPublicKeyInfo();
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                // Not a key of this kind, or not with this passphrase: the next kind, and then the caller says so.
            }
        }

        return null;
    }
}
