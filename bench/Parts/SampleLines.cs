using System.Globalization;
using System.Text;

namespace AirbyteKafka.Bench.Parts;

/// <summary>RECORD lines of about 527 bytes with five nested fields.</summary>
internal static class SampleLines
{
    /// <summary>How many lines there are.</summary>
    internal const int Count = 1000;

    /// <summary>All of them, each with its line end.</summary>
    internal static byte[] Block { get; } = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, Count).Select(Line)));

    private static string Line(int i) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"type":"RECORD","record":{"namespace":"bench","stream":"orders_0","emitted_at":{{1_767_225_600_000 + i}},"data":{"id":{{i}},"customer":{"name":"Zoë Müller","email":"customer{{i}}@example.com"},"address":{"city":"Reykjavík","zip":"{{i:00000}}"},"payment":{"amount":{{i / 100m}},"currency":"EUR","paid":true},"device":{"ip":"10.1.2.{{i % 256}}","score":{{i / 7.0}}},"note":{"lang":null,"text":"winter travel paper water orange amount morning coffee weather amount travel, ahead water door kitchen distance because bring orange balance carry """) + "\"}}}}\n";
}
