using System.Text;

namespace AirbyteKafka.Topics;

/// <summary>Makes a Kafka topic name of any text, as Airbyte's Java destinations do.</summary>
internal static class TopicNameTransformer
{
    /// <summary>
    /// Decomposes compatibility characters and drops marks (<c>é</c> is <c>e</c>, <c>½</c> is <c>1_2</c>), turns a run of ASCII white space
    /// into one
    /// underscore, and every other code point but ASCII letters, digits and underscores into one underscore each.
    /// </summary>
    /// <param name="name">Any text, also with lone surrogates.</param>
    /// <returns>
    /// Only ASCII letters, digits and underscores; letters keep their case. Empty if nothing but marks was given; of any length.
    /// </returns>
    public static string Transform(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var result = new StringBuilder(name.Length);
        bool afterBlank = false;
        bool afterLoneHighSurrogate = false;
        for (int i = 0; i < name.Length; i++)
        {
            char unit = name[i];
            if (unit < 0x80)
            {
                Append(unit);
            }
            else if (afterLoneHighSurrogate && char.IsLowSurrogate(unit))
            {
                // Only marks, which are gone, stood between the two halves: they are one code point now, and its underscore is written.
                afterLoneHighSurrogate = false;
            }
            else
            {
                int codePoint = unit;
                if (char.IsHighSurrogate(unit) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
                {
                    codePoint = char.ConvertToUtf32(unit, name[++i]);
                }
                foreach (char folded in NameFolds.Unicode.Fold(codePoint))
                {
                    Append(folded);
                }
                afterLoneHighSurrogate |= char.IsHighSurrogate((char)codePoint) && codePoint == unit;
            }
        }
        return result.ToString();

        void Append(char ascii)
        {
            bool blank = ascii is ' ' or (>= '\t' and <= '\r');
            if (!blank || !afterBlank)
            {
                result.Append(char.IsAsciiLetterOrDigit(ascii) ? ascii : '_');
            }
            afterBlank = blank;
            afterLoneHighSurrogate = false;
        }
    }
}
