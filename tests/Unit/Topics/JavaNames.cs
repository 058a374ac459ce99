using System.Runtime.InteropServices;
using AirbyteKafka.Tests.Brokers;

namespace AirbyteKafka.Tests.Topics;

/// <summary>The reference itself: Java's own normalizer and regular expressions, where a JDK is at hand.</summary>
internal static class JavaNames
{
    /// <summary>Transforms each name; null for one with code points that this Java does not know.</summary>
    public static async Task<IReadOnlyList<string?>> TransformAsync(IEnumerable<string> names, CancellationToken cancellation) =>
    [
        .. (await JavaSource.RunAsync(Path.Combine("Topics", "JavaNames.java"), AppContext.BaseDirectory, names.Select(ToHex),
            cancellation))
            .Select(line => line == "?" ? null : line),
    ];

    /// <summary>The UTF-16 units as they are; an encoding would replace lone surrogates.</summary>
    public static string ToHex(string name) => Convert.ToHexString(MemoryMarshal.AsBytes(name.AsSpan()));
}
