using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Reflection;
using System.Security;
using System.Text.Json;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>How values that have no parts are written as JSON.</summary>
/// <remarks>
/// Times are ISO 8601, enums their names, <c>byte[]</c> base64, numbers exact and invariant; NaN and the infinities are texts, as in Java's
/// JSON, where the caller does not refuse them.
/// </remarks>
internal static class JsonScalar
{
    /// <summary>Why a value must not be written, as a clause that follows its name: it is a secret, or no data.</summary>
    /// <param name="value">Unwrapped.</param>
    /// <returns><see langword="null"/> where it may be.</returns>
    internal static string? FindFault(object value) => value switch
    {
        string or ValueType and not (nint or nuint) => null,
        SecureString or PSCredential => "is a secret, and secrets are not written as plain text",
        ScriptBlock or Delegate or MemberInfo or Pointer or nint or nuint => $"is of type {value.GetType()}, which is no data",
        _ => null,
    };

    /// <summary>Writes a value, if it has no parts.</summary>
    /// <param name="json">Takes it.</param>
    /// <param name="value">Unwrapped.</param>
    /// <returns>Whether it was written.</returns>
    internal static bool TryWrite(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text: json.WriteStringValue(text); return true;
            case bool flag: json.WriteBooleanValue(flag); return true;
            case SwitchParameter flag: json.WriteBooleanValue(flag.IsPresent); return true;
            // Before the integers: an enum is boxed as itself, but matches none of them by accident.
            case Enum name: json.WriteStringValue(name.ToString()); return true;
            case int number: json.WriteNumberValue(number); return true;
            case long number: json.WriteNumberValue(number); return true;
            case double number when double.IsFinite(number): json.WriteNumberValue(number); return true;
            case short or sbyte or ushort or byte:
                json.WriteNumberValue(Convert.ToInt32(value, CultureInfo.InvariantCulture));
                return true;
            case uint number: json.WriteNumberValue(number); return true;
            case ulong number: json.WriteNumberValue(number); return true;
            case decimal number: json.WriteNumberValue(number); return true;
            case float number when float.IsFinite(number): json.WriteNumberValue(number); return true;
            case BigInteger or Int128 or UInt128: json.WriteRawValue(Invariant((IFormattable)value)); return true;
            case DateTime time: json.WriteStringValue(time); return true;
            case DateTimeOffset time: json.WriteStringValue(time); return true;
            case DateOnly or TimeOnly: json.WriteStringValue(Invariant((IFormattable)value, "O")); return true;
            case char character: json.WriteStringValue([character]); return true;
            case byte[] bytes: json.WriteBase64StringValue(bytes); return true;
            case Uri uri: json.WriteStringValue(uri.OriginalString); return true;
            // Guid, TimeSpan, Version, IPAddress and whatever else has a text of its own.
            case IFormattable other and not PSObject: json.WriteStringValue(Invariant(other)); return true;
            default: return false;
        }
    }

    /// <summary>How the key of a dictionary is written.</summary>
    internal static string NameOf(object key) => PowerShellObject.Unwrap(key) switch
    {
        string text => text,
        IFormattable other and not Enum => Invariant(other),
        var other => other?.ToString() ?? "",
    };

    private static string Invariant(IFormattable value, string? format = null) => value.ToString(format, CultureInfo.InvariantCulture);
}
