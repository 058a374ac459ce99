using System.Globalization;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>Parses <c>sasl_jaas_config</c>: one login module, a control flag, options, a semicolon.</summary>
internal static class JaasParser
{
    private const string Shape = "It has to read: <login module> required <option>=\"<value>\" …;";

    /// <summary>
    /// The entry, or a sentence on what is wrong. The sentence names places, not texts: any part of the text may be a piece of a password.
    /// </summary>
    public static (JaasEntry? Entry, string? Problem) Parse(string text)
    {
        var tokens = new JaasTokenizer(text);
        if (tokens.Next() == JaasTokenizer.Kind.End)
        {
            return Wrong("names no login module");
        }

        if (tokens.Current != JaasTokenizer.Kind.Word)
        {
            return Wrong("does not begin with the class name of a login module");
        }

        var module = tokens.Word;
        if (tokens.Next() != JaasTokenizer.Kind.Word || !IsControlFlag(tokens.Word))
        {
            return Wrong("has no control flag (required, requisite, sufficient or optional) after the login module");
        }

        var options = new List<KeyValuePair<string, string>>();
        while (tokens.Next() != JaasTokenizer.Kind.End && !tokens.IsSymbol(';'))
        {
            var place = At(tokens);
            if (tokens.Current == JaasTokenizer.Kind.OpenQuote)
            {
                return Wrong($"has a quote at {place} that is not closed in its line");
            }

            if (tokens.Current != JaasTokenizer.Kind.Word)
            {
                return Wrong($"has no option where one should begin, at {place}");
            }

            var name = tokens.Word;
            tokens.Next();
            if (!tokens.IsSymbol('='))
            {
                return Wrong($"has no '=' after the option that begins at {place}");
            }

            switch (tokens.Next())
            {
                case JaasTokenizer.Kind.Word:
                    options.RemoveAll(option => option.Key == name);
                    options.Add(new(name, tokens.Word));
                    break;
                case JaasTokenizer.Kind.OpenQuote:
                    return Wrong($"has a quote at {At(tokens)} that is not closed in its line");
                default:
                    return Wrong($"has no value for the option that begins at {place}; values with other characters than letters need "
                        + $"quotes");
            }
        }

        if (tokens.Current == JaasTokenizer.Kind.End)
        {
            return Wrong("does not end with a semicolon");
        }

        return tokens.Next() == JaasTokenizer.Kind.End
            ? (new JaasEntry(module, options), null)
            : Wrong($"goes on after its first semicolon, at {At(tokens)}; Kafka takes exactly one login module");
    }

    private static bool IsControlFlag(string word) => word.ToUpperInvariant() is "REQUIRED" or "REQUISITE" or "SUFFICIENT" or "OPTIONAL";

    private static string At(JaasTokenizer tokens) => string.Create(CultureInfo.InvariantCulture, $"character {tokens.Position}");

    private static (JaasEntry? Entry, string? Problem) Wrong(string what) => (null, $"{what}. {Shape}");
}
