using System.Globalization;
using System.Security.Authentication;
using System.Text.RegularExpressions;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// Says why a TLS handshake came to nothing, where a certificate was not the reason. .NET knows it as a line of OpenSSL's only.
/// </summary>
internal static partial class TlsRefusal
{
    // OpenSSL's numbers of reasons: an alert of the other side is its number in the TLS standard and this.
    private const int FirstAlert = 1000;
    private const int LastAlert = FirstAlert + 255;

    // What OpenSSL says of a server's choice of version, renegotiation or cipher suite that was not offered to it.
    private const int UnsupportedProtocol = 0x102;
    private const int UnsafeRenegotiation = 0x152;
    private const int WrongCipher = 0x105;

    /// <summary>A sentence on the refusal, with what to do; <see langword="null"/> where what came was no TLS.</summary>
    /// <param name="failure">How the handshake ended.</param>
    /// <param name="broker">With whom.</param>
    public static string? Of(Exception failure, BrokerAddress broker) =>
        ReasonOf(failure) is UnsupportedProtocol or UnsafeRenegotiation or WrongCipher
        ? $"Broker {broker} speaks TLS only in a version, or with a cipher suite, that is not taken any more. "
          + "Enable TLS 1.2 or 1.3 on the broker (ssl.enabled.protocols)."
        : IsAlert(failure) ? $"Broker {broker} refuses the TLS connection: {Describe(AlertOf(failure), broker)}."
        : null;

    /// <summary>Whether the other side broke the handshake off with a reason.</summary>
    /// <param name="failure">How the handshake ended.</param>
    public static bool IsAlert(Exception failure) => failure is AuthenticationException
        && (AlertOf(failure) is not null || Innermost(failure).Contains("alert", StringComparison.OrdinalIgnoreCase));

    private static string Describe(int? alert, BrokerAddress broker) => alert switch
    {
        40 or 71 => string.Create(
            CultureInfo.InvariantCulture,
            $"it takes no TLS version and cipher suite that are offered to it (TLS alert {alert}). ")
            + "Enable TLS 1.2 or 1.3 on the broker (ssl.enabled.protocols, ssl.cipher.suites)",
        70 => "it takes neither TLS 1.2 nor TLS 1.3 (TLS alert 70). Enable one of them on the broker (ssl.enabled.protocols)",
        80 => "it reports a fault of its own (TLS alert 80). Its log says more",
        112 => $"it does not know itself by the name '{broker.Host}' (TLS alert 112). Check the host in bootstrap_servers",
        null => "it breaks the handshake off. Check the TLS versions and cipher suites it takes",
        _ => string.Create(CultureInfo.InvariantCulture, $"it breaks the handshake off with TLS alert {alert}. ")
            + "Check the TLS versions and cipher suites it takes",
    };

    private static int? AlertOf(Exception failure) =>
        ReasonOf(failure) is >= FirstAlert and <= LastAlert and var reason ? reason - FirstAlert : null;

    // "error:0A000410:SSL routines::sslv3 alert handshake failure": the library is OpenSSL's 0x0A, the reason its last 23 bits.
    private static int? ReasonOf(Exception failure) => ErrorCode().Match(Innermost(failure)) is { Success: true } match
        ? int.Parse(match.Groups["reason"].Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
        : null;

    private static string Innermost(Exception failure)
    {
        while (failure.InnerException is { } inner)
        {
            failure = inner;
        }

        return failure.Message;
    }

    [GeneratedRegex("error:0A(?<reason>[0-9A-F]{6}):", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex ErrorCode();
}
