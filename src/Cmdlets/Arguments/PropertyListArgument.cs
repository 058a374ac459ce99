using System.Collections;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Properties given to a parameter: as text, as lines, or as a dictionary.</summary>
internal static class PropertyListArgument
{
    /// <summary>Reads what a parameter was given.</summary>
    /// <param name="parameter">The parameter's name without the dash.</param>
    /// <param name="value">What it was given.</param>
    /// <returns><c>key=value</c> on each line.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: a name or a value of a dictionary cannot stand on a line. It is not repeated, as it may be a
    /// secret.
    /// </exception>
    internal static string Read(string parameter, object value) => PowerShellObject.Unwrap(value) switch
    {
        IDictionary properties => string.Join('\n', properties.Cast<DictionaryEntry>().Select(entry => Line(parameter, entry))),
        object[] lines => string.Join('\n', lines),
        var text => LanguagePrimitives.ConvertTo<string>(text),
    };

    private static string Line(string parameter, DictionaryEntry entry)
    {
        var name = Text(entry.Key);
        var value = Text(entry.Value);
        return name.Length == 0 || name[0] == '#' || name.AsSpan().ContainsAny("=\r\n") || value.AsSpan().ContainsAny("\r\n")
            ? throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid,
                $"-{parameter}: a key must not be empty, begin with '#' or hold '=', and neither a key nor a value may hold a line end.")
            : $"{name}={value}";
    }

    // PowerShell would write True.
    private static string Text(object? value) => PowerShellObject.Unwrap(value) switch
    {
        null => "",
        true => "true",
        false => "false",
        var other => LanguagePrimitives.ConvertTo<string>(other),
    };
}
