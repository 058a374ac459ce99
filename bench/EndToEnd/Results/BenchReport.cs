using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>All that was measured at one time.</summary>
/// <param name="Started">When.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Machine">Where.</param>
/// <param name="CommandLine">The options it was started with.</param>
/// <param name="Comparisons">What was compared.</param>
/// <param name="Allocation">What the write allocates, if that was asked for.</param>
/// <param name="Notes">What was left out, and why.</param>
internal sealed record BenchReport(
    DateTimeOffset Started,
    double Seconds,
    Machine Machine,
    string CommandLine,
    IReadOnlyList<ComparisonResult> Comparisons,
    AllocationResult? Allocation,
    IReadOnlyList<string> Notes)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    internal static BenchReport Load(string path) =>
        JsonSerializer.Deserialize<BenchReport>(File.ReadAllBytes(path), Json) ?? throw new JsonException($"{path} holds no report.");

    /// <summary>Several reports of one machine as one.</summary>
    internal static BenchReport Merge(IReadOnlyList<BenchReport> reports) => reports[0] with
    {
        Seconds = reports.Sum(report => report.Seconds),
        CommandLine = string.Join("` and `", reports.Select(report => report.CommandLine)),
        Comparisons = [.. reports.SelectMany(report => report.Comparisons)],
        Allocation = reports.Select(report => report.Allocation).FirstOrDefault(allocation => allocation is not null),
        Notes = [.. reports.SelectMany(report => report.Notes).Distinct(StringComparer.Ordinal)],
    };

    internal void Save(string path) => File.WriteAllBytes(path, JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
