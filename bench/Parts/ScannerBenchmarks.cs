using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>
/// Cutting and reading one line: ours as a whole, and what it is made of or could be replaced by. All of them cut the lines first.
/// </summary>
public class ScannerBenchmarks
{
    private readonly LineSplitter _lines = new();

    [Benchmark(Description = "lines: cut only", OperationsPerInvoke = SampleLines.Count)]
    public long Cut()
    {
        ReadOnlySpan<byte> piece = SampleLines.Block;
        long sum = 0;
        while (_lines.TryNext(ref piece, out var line))
        {
            sum += line.Text.Length;
        }

        return sum;
    }

    [Benchmark(Description = "lines: MessageScanner (QuickScanner takes them)", Baseline = true, OperationsPerInvoke = SampleLines.Count)]
    public long Scan()
    {
        ReadOnlySpan<byte> piece = SampleLines.Block;
        long sum = 0;
        while (_lines.TryNext(ref piece, out var line))
        {
            sum += MessageScanner.Scan(line, 1).Data.Length;
        }

        return sum;
    }

    [Benchmark(Description = "lines: MessageScanner.ScanThoroughly", OperationsPerInvoke = SampleLines.Count)]
    public long ScanThoroughly()
    {
        ReadOnlySpan<byte> piece = SampleLines.Block;
        long sum = 0;
        while (_lines.TryNext(ref piece, out var line))
        {
            sum += MessageScanner.ScanThoroughly(line.Text, 1).Data.Length;
        }

        return sum;
    }

    [Benchmark(Description = "lines: Utf8JsonReader, every token", OperationsPerInvoke = SampleLines.Count)]
    public long ReadTokens()
    {
        ReadOnlySpan<byte> piece = SampleLines.Block;
        long sum = 0;
        while (_lines.TryNext(ref piece, out var line))
        {
            var reader = new Utf8JsonReader(line.Text);
            while (reader.Read())
            {
                sum++;
            }
        }

        return sum;
    }

    [Benchmark(Description = "lines: JsonDocument, data as text", OperationsPerInvoke = SampleLines.Count)]
    public long ParseDocument()
    {
        ReadOnlySpan<byte> piece = SampleLines.Block;
        long sum = 0;
        while (_lines.TryNext(ref piece, out var line))
        {
            var reader = new Utf8JsonReader(line.Text);
            using var document = JsonDocument.ParseValue(ref reader);
            sum += document.RootElement.GetProperty("record").GetProperty("data").GetRawText().Length;
        }

        return sum;
    }
}
