using System.Management.Automation;
using System.Security;
using System.Text;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Security.Tls;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Certificates and keys given to a parameter: as PEM text or its lines, as a secure string, or as a file.</summary>
internal static class PemArgument
{
    private const string Begin = "-----BEGIN";
    private const long LargestFile = 16L << 20;

    /// <summary>Reads what a parameter was given.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="parameter">The parameter's name without the dash.</param>
    /// <param name="value">What it was given.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/>: it is neither; what was given is not repeated, as it may be a key.
    /// </exception>
    internal static string Read(PSCmdlet cmdlet, string parameter, object value) => PowerShellObject.Unwrap(value) switch
    {
        SecureString secret => CredentialArgument.Read(secret),
        FileInfo file => FromFile(cmdlet, parameter, file.FullName),
        object[] lines => string.Join('\n', lines),
        var other => LanguagePrimitives.ConvertTo<string>(other) is var text && IsPem(text) ? text : FromFile(cmdlet, parameter, text),
    };

    private static bool IsPem(string text) => text.Contains(Begin, StringComparison.Ordinal) || text.AsSpan().ContainsAny('\r', '\n');

    private static string FromFile(PSCmdlet cmdlet, string parameter, string path)
    {
        byte[] bytes;
        try
        {
            bytes = LiteralPath.ReadAllBytes(cmdlet, LiteralPath.Resolve(cmdlet, path), LargestFile);
        }
        catch (AirbyteKafkaException failure) when (failure.Kind == ErrorKind.FileUnreadable)
        {
            throw new AirbyteKafkaException(
                ErrorKind.FileUnreadable, $"-{parameter} was given neither PEM text ({Begin} …) nor the path of a file that can be read. "
                    + $"It is not shown here, as it may be a key.");
        }

        return PemFormat.NameOther(bytes) is { } other
            ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, $"-{parameter}: the file {PathText.Show(path)} {other}.")
            : Encoding.UTF8.GetString(bytes);
    }
}
