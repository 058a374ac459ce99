using AirbyteKafka.Topics;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Names that Avro allows: ASCII letters, digits and underscores, and no digit first.</summary>
internal static class AvroName
{
    /// <summary>Makes a name of any text, as Airbyte does: by the rule for topic names, and with an underscore before a digit.</summary>
    /// <param name="text">Any text, also with lone surrogates.</param>
    internal static string Fold(string text)
    {
        var folded = TopicNameTransformer.Transform(text);
        return folded is [var first, ..] && (char.IsAsciiLetter(first) || first == '_') ? folded : "_" + folded;
    }

    /// <summary>Makes a namespace of any text: each of its tokens between dots is a name.</summary>
    internal static string FoldNamespace(string text) => string.Join('.', text.Split('.').Select(Fold));

    /// <summary>Gives each of several texts a name of its own.</summary>
    /// <remarks>
    /// A text that is a name keeps it. The others are named in ordinal order: by the order in which they come, columns would be swapped
    /// when a source lists its properties in another order.
    /// </remarks>
    /// <param name="texts">Texts, each once.</param>
    /// <param name="taken">Names that are none of these may have; takes the new ones.</param>
    /// <returns>The names, by the texts.</returns>
    internal static Dictionary<string, string> Distinct(IReadOnlyCollection<string> texts, HashSet<string> taken)
    {
        var names = new Dictionary<string, string>(texts.Count, StringComparer.Ordinal);
        foreach (var text in texts.Where(text => Fold(text) == text && taken.Add(text)))
        {
            names.Add(text, text);
        }

        foreach (var text in texts.Where(text => !names.ContainsKey(text)).Order(StringComparer.Ordinal))
        {
            names.Add(text, Take(Fold(text), taken));
        }

        return names;
    }

    /// <summary>A name that is still free: the name itself, or the name with the first free number from 2.</summary>
    internal static string Take(string name, HashSet<string> taken)
    {
        var free = name;
        for (var number = 2; !taken.Add(free); number++)
        {
            free = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{number}");
        }

        return free;
    }
}
