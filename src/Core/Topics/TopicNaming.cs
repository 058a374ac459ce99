using System.Text;

namespace AirbyteKafka.Topics;

/// <summary>How any text becomes the name of a topic.</summary>
/// <param name="KeepsLegal">
/// Whether everything that Kafka allows stays as it is (<c>topic_name_transform</c> = <c>none</c>). Otherwise the text is rewritten as
/// Airbyte's connector does, which keeps only ASCII letters, digits and underscores.
/// </param>
/// <param name="IsLowercase">Whether capital letters become small ones, after everything else.</param>
public sealed record TopicNaming(bool KeepsLegal, bool IsLowercase)
{
    /// <summary>As Airbyte's Java connector names topics.</summary>
    public static readonly TopicNaming Airbyte = new(KeepsLegal: false, IsLowercase: false);

    /// <summary>What happens to names, as a clause.</summary>
    internal string Rule => (KeepsLegal
        ? "every character of a name that Kafka does not allow is rewritten to '_'"
        : "as in Airbyte's Java connector, every character of a name but ASCII letters, digits and '_' is rewritten to '_'")
        + (IsLowercase ? ", and capital letters to small ones" : "");

    /// <summary>Makes a name.</summary>
    /// <param name="text">Any text, also with lone surrogates.</param>
    /// <returns>Only characters that names can have. It may be empty, of any length, and one or two dots alone.</returns>
    internal string Apply(string text)
    {
        var name = KeepsLegal ? ReplaceIllegal(text) : TopicNameTransformer.Transform(text);
        return IsLowercase ? name.ToLowerInvariant() : name;
    }

    // A code point becomes one underscore, be it one or two UTF-16 units; so does half of a pair.
    private static string ReplaceIllegal(string text)
    {
        var name = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            name.Append(TopicName.IsLegal(text[i]) ? text[i] : '_');
            i += char.IsSurrogatePair(text, i) ? 1 : 0;
        }

        return name.ToString();
    }
}
