using System.Security.Cryptography.X509Certificates;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Security.Tls;

/// <summary>
/// Looks for the roots of a trust store. Java's client trusts a broker whose certificate, or that of an authority in between, lies in its
/// store. librdkafka follows a chain to a certificate that has issued itself, and without that one it refuses the broker.
/// </summary>
internal static class TrustStore
{
    public static void CheckRoots(string pem, Setting property, ConfigIssues issues)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        var subjects = certificates
            .Select(certificate => Convert.ToHexString(certificate.SubjectName.RawData))
            .ToHashSet(StringComparer.Ordinal);
        var orphans = certificates.Where(certificate => !subjects.Contains(Convert.ToHexString(certificate.IssuerName.RawData))).ToList();
        var hasRoot = certificates.Any(
            certificate => certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
        if (orphans is [var first, ..])
        {
            var gap = $"{property.Path} holds '{Name(first.SubjectName)}', "
                + $"but not the certificate of '{Name(first.IssuerName)}', which issued it";
            if (hasRoot)
            {
                issues.Warning(
                    ConfigIssueId.TrustStoreGap,
                    property.Path,
                    $"{gap}. The Kafka client follows chains up to a root: brokers that only '{Name(first.SubjectName)}' vouches for are "
                    + "refused.");
            }
            else
            {
                issues.Problem(
                    ConfigIssueId.TrustStoreWithoutRoot,
                    property.Path,
                    $"{gap}, nor any other root. The Kafka client follows a chain up to a root and trusts nothing less: add the root's "
                    + "certificate.");
            }
        }

        foreach (var certificate in certificates)
        {
            certificate.Dispose();
        }
    }

    private static string Name(X500DistinguishedName name) => Printable.Of(name.Name);
}
