using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security.Tls;

/// <summary>
/// Reads PEM texts as people paste them (one line, blanks or <c>\n</c> in place of line ends, text around the blocks) and writes them as
/// OpenSSL wants them.
/// </summary>
internal static class PemReader
{
    private const string CertificateLabel = "CERTIFICATE";

    /// <summary>
    /// The certificates of a property as clean PEM, and the first of them; <see langword="null"/> where it is absent or wrong, with a
    /// problem in the latter case.
    /// </summary>
    public static (string Pem, byte[] PublicKey)? ReadCertificates(ConfigReader reader, Setting property, ConfigIssues issues)
    {
        if (reader.Text(property) is not { } text)
        {
            return null;
        }

        issues.Secrets.Add(text);
        var pem = new StringBuilder();
        byte[]? publicKey = null;
        var number = 0;
        foreach (var (label, content) in Blocks(Clean(text)))
        {
            number++;
            if (label.Contains("PRIVATE KEY", StringComparison.Ordinal))
            {
                issues.Secrets.AddLines(text);
                issues.Problem(
                    ConfigIssueId.Pem,
                    property.Path,
                    $"{property.Path} holds a private key (block {number}). Only certificates belong there.");
                return null;
            }

            if (label != CertificateLabel)
            {
                issues.Problem(
                    ConfigIssueId.Pem,
                    property.Path,
                    $"{property.Path}: block {number} is no certificate. It has to begin with -----BEGIN {CertificateLabel}-----.");
                return null;
            }

            try
            {
                using var certificate = X509CertificateLoader.LoadCertificate(content);
                WarnAboutValidity(certificate, number, property, issues);
                publicKey ??= certificate.PublicKey.ExportSubjectPublicKeyInfo();
            }
            catch (CryptographicException)
            {
                issues.Problem(
                    ConfigIssueId.Pem,
                    property.Path,
                    $"{property.Path}: certificate {number} cannot be read; its text is damaged or cut off.");
                return null;
            }

            pem.Append(PemEncoding.Write(CertificateLabel, content)).Append('\n');
        }

        if (publicKey is null)
        {
            issues.Problem(
                ConfigIssueId.Pem,
                property.Path,
                $"{property.Path} holds no certificate in PEM format "
                + $"(-----BEGIN {CertificateLabel}----- … -----END {CertificateLabel}-----).{PemFormat.DescribeText(text)}");
            return null;
        }

        return (pem.ToString(), publicKey);
    }

    /// <summary>The text with the line ends it was meant to have, and without byte order marks.</summary>
    public static string Clean(string text) => text
        .Replace("\uFEFF", "", StringComparison.Ordinal)
        .Replace("\\r", "", StringComparison.Ordinal)
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\r\n", "\n", StringComparison.Ordinal)
        .Replace('\r', '\n');

    /// <summary>The PEM blocks of a text, in order; what is not PEM is skipped.</summary>
    public static List<(string Label, byte[] Content)> Blocks(string text)
    {
        var blocks = new List<(string Label, byte[] Content)>();
        var rest = text.AsSpan();
        while (PemEncoding.TryFind(rest, out var fields))
        {
            blocks.Add((rest[fields.Label].ToString(), Convert.FromBase64String(rest[fields.Base64Data].ToString())));
            rest = rest[fields.Location.End..];
        }

        return blocks;
    }

    private static void WarnAboutValidity(X509Certificate2 certificate, int number, Setting property, ConfigIssues issues)
    {
        var now = DateTime.Now;
        var problem = now > certificate.NotAfter ? "expired on " + Day(certificate.NotAfter)
            : now < certificate.NotBefore ? "is not valid before " + Day(certificate.NotBefore)
            : null;
        if (problem is not null)
        {
            issues.Warning(
                ConfigIssueId.CertificateValidity,
                property.Path,
                $"{property.Path}: certificate {number} {problem}. Brokers may refuse it, and it may not vouch for theirs.");
        }
    }

    private static string Day(DateTime local) => local.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
