using System.Globalization;
using AirbyteKafka.Bench.EndToEnd.Contenders;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Results;
using AirbyteKafka.Write;

namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>Everything that can be measured.</summary>
/// <param name="options">Sizes and rounds.</param>
/// <param name="shell">What runs the scripts.</param>
/// <param name="folder">For scripts.</param>
internal sealed class ScenarioList(RunOptions options, Shell shell, string folder)
{
    internal const string Tuned = "tuned";
    internal const string Defaults = "defaults";
    internal const string Streams = "streams";
    internal const string Sizes = "sizes";
    internal const string Compression = "compression";
    internal const string Memory = "memory";
    internal const string StartUp = "start-up";
    internal const string Allocation = "allocation";

    /// <summary>The module's name among the entries.</summary>
    internal const string Module = "module";

    /// <summary>The bound on peak memory, in millions of bytes.</summary>
    internal const double PeakMegabytes = 150;

    private const string Kcat = "kcat";
    private const string KcatSpread = "kcat, partitions at random";
    private const int Partitions = 4;

    // One partition a topic, or a real broker's work with tens of thousands would be what is measured.
    private const int StreamPartitions = 1;
    private const int StartUpRounds = 4;
    private const double NotSlower = 1.0;
    private const double CpuLimit = 1.5;

    private static readonly int[] RecordSizes = [100, 1024, 100 * 1024, 900 * 1024];
    private static readonly string[] Codecs = ["none", "gzip", "snappy", "lz4", "zstd"];
    private static readonly Aim Wall = new(Figure.WallRatio, NotSlower);
    private static readonly Aim Cpu = new(Figure.CpuRatio, CpuLimit);

    private readonly ModuleContender _module = new(shell);
    private readonly KcatContender _kcat = new();
    private readonly KcatContender _kcatSpread = new(spread: true);

    /// <summary>The names of all scenarios.</summary>
    internal static IReadOnlyList<string> Names { get; } = [Tuned, Defaults, Streams, Sizes, Compression, Memory, StartUp, Allocation];

    /// <summary>The comparisons of a scenario that need a broker.</summary>
    internal IEnumerable<Comparison> WithBroker(string scenario) => scenario switch
    {
        Tuned => [TunedComparison()],
        Defaults => [AgainstKcat(Defaults, "defaults", ProducerSettings.Defaults, options.Shape, Wall, Cpu)],
        Streams => [StreamsComparison([1, 100, 5000], [null, 1.3, 2.0])],
        Sizes => RecordSizes.Select(SizeComparison),
        Compression => Codecs.Select(codec =>
            AgainstKcat(Compression, codec, ProducerSettings.Tuned with { Compression = codec }, options.Shape, Wall)),
        Memory => [MemoryComparison()],
        _ => [],
    };

    /// <summary>The comparisons of a scenario that need none.</summary>
    internal IEnumerable<Comparison> WithoutBroker(string scenario) => scenario == StartUp ? [StartUpComparison()] : [];

    private Comparison TunedComparison() => new(
        Tuned,
        "tuned",
        ProducerSettings.Tuned,
        Partitions,
        options.Pairs,
        new Entry(Module, _module, options.Shape, Kcat, Wall, Cpu),
        new Entry("Confluent.Kafka", new ConfluentContender(lean: false), options.Shape, Module,
            new Aim(Figure.CpuRatio, 3, AtLeast: true)),
        new Entry("Confluent.Kafka, bare reports", new ConfluentContender(lean: true), options.Shape, Module),
        new Entry(KcatSpread, _kcatSpread, options.Shape, Module),
        new Entry(Kcat, _kcat, options.Shape));

    private Comparison AgainstKcat(string scenario, string name, ProducerSettings settings, InputShape? shape,
        params IReadOnlyList<Aim> aims) => new(
        scenario, name, settings, Partitions, options.Pairs, new Entry(Module, _module, shape, Kcat, aims), new Entry(Kcat, _kcat, shape));

    private Comparison SizeComparison(int bytes)
    {
        var records = Math.Clamp(options.Records * options.RecordBytes / bytes, 1, options.Records);
        var shape = options.Generated with { Records = records, RecordBytes = bytes,
            StateEvery = Math.Max(1, Math.Min(options.Generated.StateEvery, records / 10)) };
        var name = bytes < 1024 ? $"{bytes} B" : $"{bytes / 1024} KiB";
        return AgainstKcat(Sizes, name, ProducerSettings.Tuned, shape, Wall);
    }

    private Comparison StreamsComparison(IReadOnlyList<int> streams, IReadOnlyList<double?> limits) => new(
        Streams,
        "round-robin",
        ProducerSettings.Tuned,
        StreamPartitions,
        options.Pairs,
        [
            .. streams.Zip(limits, (count, limit) => new Entry(
                StreamCount(count),
                _module,
                options.Generated with { Streams = count },
                limit is null ? null : StreamCount(streams[0]),
                limit is { } bound ? [new Aim(Figure.WallRatio, bound), new Aim(Figure.CpuRatio, bound)] : [])),
        ]);

    private Comparison MemoryComparison()
    {
        var small = options.Generated;
        var large = small with { Records = 10 * small.Records };
        var limit = new Aim(Figure.PeakMegabytes, PeakMegabytes);
        return new(
            Memory,
            "memory",
            ProducerSettings.Tuned,
            Partitions,
            1,
            new Entry($"{Module}, {Count(small)}", _module, small, $"{Kcat}, {Count(small)}", limit),
            new Entry($"{Kcat}, {Count(small)}", _kcat, small),
            new Entry($"{Module}, {Count(large)}", _module, large, $"{Kcat}, {Count(large)}", limit),
            new Entry($"{Kcat}, {Count(large)}", _kcat, large));
    }

    private Comparison StartUpComparison()
    {
        var empty = Path.Combine(folder, "empty.ps1");
        File.WriteAllText(empty, "");
        var none = options.Generated with { Records = 1, Streams = 1 };
        return new(
            StartUp,
            "start-up",
            null,
            Partitions,
            StartUpRounds * options.Pairs,
            new Entry("spec", new ScriptContender(shell, Build.Entrypoint, "spec"), none, "empty script",
                new Aim(Figure.ExtraMilliseconds, 60)),
            new Entry("empty script", new ScriptContender(shell, empty), none));
    }

    private static string StreamCount(int count) => count == 1 ? "1 stream"
        : string.Create(CultureInfo.InvariantCulture, $"{count} streams");

    private static string Count(InputShape shape) => string.Create(CultureInfo.InvariantCulture, $"{shape.Records / 1e6:0.##}M");
}
