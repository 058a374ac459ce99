using System.Globalization;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Bench.EndToEnd.Brokers;
using AirbyteKafka.Bench.EndToEnd.Contenders;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;
using AirbyteKafka.Bench.EndToEnd.Results;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>
/// Runs comparisons: every entry once a round, the order turned round every time, so that none profits from what ran before it.
/// </summary>
/// <param name="inputs">Has the inputs.</param>
/// <param name="folder">For files of the runs.</param>
/// <param name="timeLimit">When a run is given up.</param>
/// <param name="say">Is told of the progress.</param>
internal sealed class ComparisonRunner(InputStore inputs, string folder, TimeSpan timeLimit, Action<string> say)
{
    private readonly string _output = Path.Combine(folder, "stdout");
    private readonly string _errors = Path.Combine(folder, "stderr");
    private readonly HashSet<string> _warm = [];
    private int _run;

    /// <summary>Runs one on a broker. The first one on it has a round more, which does not count.</summary>
    internal async Task<ComparisonResult> RunAsync(Comparison comparison, IBroker broker, CancellationToken cancellationToken)
    {
        var entries = comparison.Entries.Where(entry => entry.Contender.Missing is null).ToList();
        var runs = comparison.Entries.ToDictionary(entry => entry, _ => new List<RunResult>());
        foreach (var input in entries.Select(entry => inputs.Get(entry.Shape)).Distinct())
        {
            input.Warm();
        }

        var rounds = comparison.Rounds + (_warm.Add(broker.Name) ? 1 : 0);
        for (var round = rounds; round > 0; round--)
        {
            foreach (var entry in round % 2 == 0 ? entries : Enumerable.Reverse(entries))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var result = await RunAsync(comparison, entry, broker);
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{broker.Name} {comparison.Scenario}/{comparison.Name} {entry.Name}: {result.WallSeconds:0.000} s, CPU "
                        + $"{result.CpuSeconds:0.000} s, {result.PeakBytes / 1e6:0} "
                        + $"MB{(round > comparison.Rounds ? " (warm-up)" : "")}{(result.Fault is null ? "" : $" FAILED: {result.Fault}")}"));
                if (round <= comparison.Rounds || result.Fault is not null)
                {
                    runs[entry].Add(result);
                }
            }

            // A second failure would say no more, and may take as long as the first.
            entries.RemoveAll(entry => runs[entry].Any(run => run.Fault is not null));
        }

        return new ComparisonResult(
            comparison.Scenario, comparison.Name, broker.Name, comparison.Settings?.ToString() ?? "",
                [.. comparison.Entries.Select(entry => ToResult(entry, runs[entry]))]);
    }

    private EntryResult ToResult(Entry entry, IReadOnlyList<RunResult> runs)
    {
        if (entry.Contender.Missing is { } missing)
        {
            return new EntryResult(entry.Name, entry.Against, entry.Aims, 0, 0, missing, []);
        }

        var input = inputs.Get(entry.Shape);
        var writes = entry.Contender.ExpectedRecords(input) > 0;
        return new EntryResult(entry.Name, entry.Against, entry.Aims, writes ? input.Records : 0, writes ? input.Bytes : 0, null, runs);
    }

    private async Task<RunResult> RunAsync(Comparison comparison, Entry entry, IBroker broker)
    {
        var input = inputs.Get(entry.Shape);
        var contender = entry.Contender;
        var prefix = string.Create(CultureInfo.InvariantCulture, $"r{++_run}_");
        await using var run = await broker.PrepareAsync(contender.Topics(input, prefix), comparison.Partitions);
        var invocation = contender.Invoke(
            new WriteJob(input, comparison.Settings ?? ProducerSettings.Defaults, run.BootstrapServers, prefix, folder));
        var figures = MeasuredProcess.Run(invocation, _output, _errors, timeLimit);
        return new RunResult(
            figures.Wall.TotalSeconds, figures.Cpu.TotalSeconds, figures.PeakBytes, figures.Wall > timeLimit
                ? string.Create(CultureInfo.InvariantCulture, $"given up after {timeLimit.TotalSeconds:0} s")
                : await FindFaultAsync(contender, input, figures.ExitCode, run));
    }

    private async Task<string?> FindFaultAsync(IContender contender, InputFile input, int exitCode, IBrokerRun run)
    {
        if (exitCode != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"exit code {exitCode}: {Tail(_errors)} {Tail(_output)}");
        }

        var records = await run.CountAsync();
        if (records != contender.ExpectedRecords(input))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{records} records are in Kafka, not {contender.ExpectedRecords(input)}");
        }

        var states = contender.ExpectedStates(input) == 0 ? 0 : CountStates();
        return states == contender.ExpectedStates(input)
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{states} states came back, not {contender.ExpectedStates(input)}");
    }

    private long CountStates()
    {
        long states = 0;
        try
        {
            MessageLines.Read(_output, (_, in message) => states += message.Type == MessageType.State ? 1 : 0);
        }
        catch (AirbyteKafkaException)
        {
            return -1;
        }

        return states;
    }

    private static string Tail(string path) => string.Join(' ', File.ReadLines(path).TakeLast(3));
}
