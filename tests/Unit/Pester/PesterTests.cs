using System.Reflection;
using System.Text.Json;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Pester;

/// <summary>The suites of tests/Pester, run once in the shell that src/Shell lays out: each of their tests is a test here.</summary>
public sealed class PesterTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(8);

    /// <summary>Runs the suites, and returns what each test came to.</summary>
    public static async Task<IReadOnlyCollection<ITheoryDataRow>> Results()
    {
        var results = Path.Combine(Metadata("ArtifactsDirectory"), "pester.jsonl");
        File.Delete(results);
        var suite = Path.Combine(Metadata("RepositoryRoot"), "tests", "Pester", "Invoke-Suite.ps1");
        if (!Directory.Exists(ShellProcess.ConsoleDirectory))
        {
            return [new TheoryDataRow<string, string>("NotRun", "") { TestDisplayName = "Pester", Skip = ShellProcess.NotLaidOut }];
        }

        var request = ShellProcess.File(suite, "-Pester", Metadata("Pester"), "-ResultPath", results) with { TimeLimit = TimeLimit };
        var run = await ProcessRun.RunAsync(request, CancellationToken.None);
        return File.Exists(results)
            ? [.. File.ReadLines(results).Select(Row)]
            : throw new InvalidOperationException($"Pester left no results: {run}");
    }

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(Results))]
    public void Test(string result, string message)
    {
        Assert.SkipWhen(result == "Skipped", message);
        Assert.True(result == "Passed", $"{result}: {message}");
    }

    private static ITheoryDataRow Row(string line)
    {
        using var test = JsonDocument.Parse(line);
        string Text(string name) => test.RootElement.GetProperty(name).GetString() ?? "";
        return new TheoryDataRow<string, string>(Text("result"), Text("message")) { TestDisplayName = "Pester: " + Text("name") };
    }

    private static string Metadata(string key) => typeof(PesterTests).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
