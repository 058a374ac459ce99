using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Bench.EndToEnd.Brokers;
using AirbyteKafka.Bench.EndToEnd.Contenders;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Results;
using AirbyteKafka.Bench.EndToEnd.Scenarios;

namespace AirbyteKafka.Bench.EndToEnd;

/// <summary>The subcommand <c>run</c>: measures what was asked for.</summary>
internal sealed class BenchRun
{
    private readonly RunOptions _options;
    private readonly ScenarioList _scenarios;
    private readonly InputStore _inputs;
    private readonly ComparisonRunner _runner;
    private readonly List<ComparisonResult> _results = [];
    private readonly List<string> _notes = [];
    private readonly long _start = Stopwatch.GetTimestamp();
    private AllocationResult? _allocation;

    private BenchRun(RunOptions options, string temporary)
    {
        _options = options;
        _scenarios = new ScenarioList(options, new Shell(options.Shell), temporary);
        _inputs = new InputStore(options.Folder is null ? temporary : Directory.CreateDirectory(options.Folder).FullName, options.Input);
        _runner = new ComparisonRunner(_inputs, temporary, options.TimeLimit, Say);
    }

    /// <summary>Runs it, writes the report to standard output and the progress to standard error.</summary>
    /// <param name="options">What to measure.</param>
    /// <param name="commandLine">The options as they were given.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    /// <returns>0 when all runs were right, whatever their figures; 1 otherwise.</returns>
    internal static async Task<int> RunAsync(RunOptions options, string commandLine, CancellationToken cancellationToken)
    {
        var started = DateTimeOffset.UtcNow;
        var temporary = Directory.CreateTempSubdirectory("airbytekafka-bench-").FullName;
        try
        {
            var machine = Machine.Describe(options.Shell, new KcatContender().Missing is null, temporary);
            var run = new BenchRun(options, temporary);
            await run.MeasureAsync(cancellationToken);
            var report = new BenchReport(
                started, Math.Round(Stopwatch.GetElapsedTime(run._start).TotalSeconds), machine, commandLine, run._results,
                    run._allocation, run._notes);
            if (options.Json is { } json)
            {
                report.Save(json);
            }

            Console.Out.Write(MarkdownReport.Write(report));
            return report.Comparisons.All(comparison => comparison.Entries.All(entry => entry.Skipped is not null || entry.IsUsable)) ? 0
                : 1;
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    }

    private async Task MeasureAsync(CancellationToken cancellationToken)
    {
        await using var none = new NoBroker();
        await RunAllAsync(_scenarios.WithoutBroker, none, cancellationToken);
        if (_options.Brokers.Contains(RunOptions.Mock))
        {
            await using var mock = new MockBroker();
            await RunAllAsync(_scenarios.WithBroker, mock, cancellationToken);
            if (_options.Scenarios.Contains(ScenarioList.Allocation))
            {
                _allocation = await AllocationMeasurement.RunAsync(_inputs.Get(_options.Shape), ProducerSettings.Tuned, mock,
                    cancellationToken);
            }
        }

        if (_options.Brokers.Contains(RunOptions.Kafka))
        {
            var (kafka, reason) = await KafkaBroker.StartAsync(cancellationToken);
            if (kafka is null)
            {
                _notes.Add($"a real Kafka, because {reason}");
                return;
            }

            await using (kafka)
            {
                await RunAllAsync(_scenarios.WithBroker, kafka, cancellationToken);
            }
        }
    }

    private async Task RunAllAsync(Func<string, IEnumerable<Comparison>> comparisons, IBroker broker, CancellationToken cancellationToken)
    {
        foreach (var comparison in _options.Scenarios.SelectMany(comparisons))
        {
            _results.Add(await _runner.RunAsync(comparison, broker, cancellationToken));
        }
    }

    private void Say(string what) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(_start).TotalSeconds,6:0} s] "
            + $"{what}"));
}
