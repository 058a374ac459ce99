using CsCheck;

namespace AirbyteKafka.Tests.Topics;

internal static class Names
{
    private static readonly Gen<string> Unit = Gen.Char['\0', '\uFFFF'].Select(unit => unit.ToString());

    // Short, and dense in what is hard: surrogates of both kinds, marks between anything, blanks of all sorts, decompositions of more than
    // one character.
    private static readonly Gen<string> Hard = Gen.OneOf(
        "\uD83D", "\uDE00", "\U0001F600", "\u0301", "\u0345", "\U0001D165", "\U0001D15E", " ", "\t", "\u00A0", "\u3000", "\u00A8",
            "\u2028", "\uFDFA",
        "\uAC00", "\uAC01", "\u1100", "\u1161", "\u11A8", "½", "é", "ẛ̣", "Å", "ﬃ", "a", "Z", "9", "_", ".", "-", "{", "}", "\uFFFE",
            "\uFEFF");

    /// <summary>Any sequence of UTF-16 units, well-formed or not.</summary>
    public static Gen<string> Utf16 { get; } = Gen.Frequency((1, Unit), (3, Hard)).Array[0, 12].Select(string.Concat);
}
