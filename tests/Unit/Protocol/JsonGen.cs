using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;

namespace AirbyteKafka.Tests.Protocol;

/// <summary>Generated JSON texts: every kind of value, blanks anywhere they may stand, every way to write a string or a number.</summary>
internal static class JsonGen
{
    internal static readonly Gen<string> Blank = Gen.OneOf("", "", "", " ", "\t", "  ");

    internal static readonly Gen<string> Number = Gen.OneOf(
        Gen.Long.Select(value => value.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(value => value.ToString("R", CultureInfo.InvariantCulture)),
        Gen.OneOf("0", "-0", "1e7", "1E+400", "0.10", "-1.5e-3", "12345678901234567890123", "1.7976931348623157e309"));

    internal static readonly Gen<string> String = Gen.OneOf(
        Gen.String.Select(text => JsonSerializer.Serialize(text)),
        Gen.OneOf("\"\"", "\"\\u2028\"", "\"\u2028\u2029\"", "\"\\ud83d\\ude00\"", "\"😀\"", "\"\\ud800\"", "\"a\\/b\\\\\\\"\"",
            "\"}{][,:\"", "\"é\""));

    internal static readonly Gen<string> Value = Gen.Recursive<string>((depth, self) => depth > 3
        ? Scalar
        : Gen.Frequency((3, Scalar), (1, Array(self)), (1, Object(self))));

    internal static readonly Gen<string> AnyObject = Object(Value);

    /// <summary>Text of a log, which may hold pieces of JSON, without line feeds.</summary>
    internal static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf("", " ", "x", "{", "}", "[", "]", "\"", "\\", "'", ",", ":", "INFO ", "\t", "é", "\\u", "\\u0052", "{}", "[]",
            "\uFEFF"), Gen.Char[' ', '~'].Select(letter => letter.ToString()))
        .Array[0, 5].Select(string.Concat);

    private static Gen<string> Scalar => Gen.OneOf(Number, String, Gen.OneOf("true", "false", "null"));

    internal static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>An object of given properties, in any order, with blanks between.</summary>
    internal static Gen<string> ObjectOf(params (string Name, string Value)[] properties) =>
        Gen.Select(Gen.Shuffle(properties), Blank, Blank, (order, before, after) =>
            "{" + string.Join(",", order.Select(property => $"{before}\"{property.Name}\"{after}:{before}{property.Value}{after}"))
                + before + "}");

    private static Gen<string> Array(Gen<string> item) =>
        Gen.Select(item.Array[0, 4], Blank, (items, blank) => $"[{blank}{string.Join(blank + "," + blank, items)}{blank}]");

    private static Gen<string> Object(Gen<string> value) =>
        Gen.Select(Gen.Select(String, value).Array[0, 4], Blank, (properties, blank) =>
            "{" + blank + string.Join(",", properties.Select(property => $"{property.Item1}{blank}:{blank}{property.Item2}")) + blank
                + "}");
}
