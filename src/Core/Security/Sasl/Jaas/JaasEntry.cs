using System.Text;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>
/// One login module of a JAAS text with its options. Its options hold secrets; <see cref="ToString"/> does not show them.
/// </summary>
internal sealed class JaasEntry
{
    internal JaasEntry(string module, IReadOnlyList<KeyValuePair<string, string>> options)
    {
        Module = module;
        Options = options;
    }

    /// <summary>The class name of the login module.</summary>
    public string Module { get; }

    /// <summary>The options in the order they are written; where one is repeated only its last value is kept.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Options { get; }

    /// <summary>The entry as JAAS text, as <c>sasl_jaas_config</c> takes it. Holds the secrets.</summary>
    public string ToJaasText()
    {
        var text = new StringBuilder(Module).Append(" required");
        foreach (var (name, value) in Options)
        {
            text.Append(' ').Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        return text.Append(';').ToString();
    }

    /// <summary>The login module only.</summary>
    public override string ToString() => Module;

    /// <summary>The last part of a module's name.</summary>
    internal static string ShortName(string module) => module[(module.LastIndexOf('.') + 1)..];

    /// <summary>The value of an option, or <see langword="null"/>.</summary>
    internal string? Option(string name)
    {
        foreach (var (key, value) in Options)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    /// <summary>A text as it stands between JAAS's double quotes.</summary>
    internal static string Escape(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal);
}
