using System.Globalization;
using System.Reflection;
using Xunit;

namespace AirbyteKafka.Tests.Rooms;

/// <summary>The measures of the code that no analyzer holds: how long a line and a file may be.</summary>
public sealed class SourceTests
{
    private const int LongestLine = 140;
    private const int LongestFile = 400;

    private static readonly string Root = typeof(SourceTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == "RepositoryRoot").Value!;

    [Fact]
    public void No_line_is_longer_than_140_characters_but_data_outside_of_the_product() => Assert.Empty(
        Files("src", "tests", "tools", "bench").SelectMany(file => LongLines(File.ReadAllLines(file), mayHoldData: !IsProduct(file))
            .Select(line => string.Create(CultureInfo.InvariantCulture, $"{Path.GetRelativePath(Root, file)}({line})"))));

    [Fact]
    public void No_file_of_the_product_is_longer_than_400_lines() => Assert.Empty(
        Files("src").Where(file => File.ReadLines(file).Count() > LongestFile).Select(file => Path.GetRelativePath(Root, file)));

    private static IEnumerable<string> Files(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories));

    private static bool IsProduct(string file) => Path.GetRelativePath(Root, file).StartsWith("src", StringComparison.Ordinal);

    // Data is a text in quotes, or lies between the three quotes of a raw one.
    private static IEnumerable<int> LongLines(string[] lines, bool mayHoldData)
    {
        var isRaw = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var holdsData = isRaw || lines[i].Contains('"', StringComparison.Ordinal);
            isRaw ^= lines[i].Split("\"\"\"").Length % 2 == 0;
            if (lines[i].Length > LongestLine && !(mayHoldData && holdsData))
            {
                yield return i + 1;
            }
        }
    }
}
