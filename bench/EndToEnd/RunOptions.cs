using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Scenarios;

namespace AirbyteKafka.Bench.EndToEnd;

/// <summary>What to measure.</summary>
internal sealed record RunOptions
{
    internal const string Mock = "mock";
    internal const string Kafka = "kafka";

    private RunOptions(Arguments arguments)
    {
        Scenarios = arguments.Names("scenarios", ScenarioList.Names);
        Brokers = arguments.Names("brokers", [Mock, Kafka]);
        Pairs = (int)arguments.Number("pairs", 5, 1, 1000);
        Records = arguments.Number("records", 1_000_000, 1, 1_000_000_000);
        RecordBytes = (int)arguments.Number("record-bytes", 527, 100, 900 * 1024);
        Generated = new InputShape(Records, RecordBytes, (int)arguments.Number("streams", 1, 1, 100_000), 10_000,
            (int)arguments.Number("seed", 1, 0, int.MaxValue));
        Input = arguments.Text("input");
        Folder = arguments.Text("folder");
        Shell = arguments.Text("shell") ?? Build.Shell;
        Json = arguments.Text("json");
        TimeLimit = TimeSpan.FromSeconds(arguments.Number("time-limit", 600, 1, 86_400));
        arguments.ThrowIfLeft();
    }

    /// <summary>The scenarios, in their order.</summary>
    internal IReadOnlyList<string> Scenarios { get; }

    /// <summary>The brokers.</summary>
    internal IReadOnlyList<string> Brokers { get; }

    /// <summary>How often each entry of a comparison runs.</summary>
    internal int Pairs { get; }

    /// <summary>RECORDs of an input.</summary>
    internal long Records { get; }

    /// <summary>Bytes of a RECORD's line.</summary>
    internal int RecordBytes { get; }

    /// <summary>The input that is generated where a scenario asks for no other.</summary>
    internal InputShape Generated { get; }

    /// <summary>The same, or <see langword="null"/> where a file was given in its stead.</summary>
    internal InputShape? Shape => Input is null ? Generated : null;

    /// <summary>A file to use in the scenarios that leave the input open.</summary>
    internal string? Input { get; }

    /// <summary>Where inputs are kept; a temporary folder when it is <see langword="null"/>.</summary>
    internal string? Folder { get; }

    /// <summary>What runs the scripts.</summary>
    internal string Shell { get; }

    /// <summary>Where the results go as JSON.</summary>
    internal string? Json { get; }

    /// <summary>When a run is given up.</summary>
    internal TimeSpan TimeLimit { get; }

    /// <summary>Reads the options.</summary>
    /// <exception cref="ArgumentException">They are wrong.</exception>
    internal static RunOptions Read(Arguments arguments) => new(arguments);
}
