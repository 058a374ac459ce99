using System.Runtime.InteropServices;
using AirbyteKafka.Bench.EndToEnd;
using AirbyteKafka.Bench.EndToEnd.Brokers;
using AirbyteKafka.Bench.EndToEnd.Results;

const string usage = """
    Usage: EndToEnd [run] [options]     measures, and prints a Markdown table
             --scenarios a,b      of tuned, defaults, streams, sizes, compression, memory, start-up, allocation (default: all)
             --brokers a,b        of mock, kafka (default: both; kafka needs KAFKA_HOME and Java)
             --pairs N            runs of each entry (default 5)
             --records N          RECORDs of an input (default 1000000)
             --record-bytes N     bytes of a RECORD's line (default 527)
             --streams N          streams of an input, round-robin (default 1)
             --seed N             of the generated values (default 1)
             --input FILE         a file of Airbyte messages instead, for tuned, defaults, compression and allocation
             --folder DIR         keeps generated inputs there and takes them from there (default: a temporary folder)
             --shell PATH         the pwsh that runs the scripts (default: the one in artifacts/pwsh)
             --time-limit S       seconds after which a run is given up (default 600)
             --json FILE          writes the results there
           EndToEnd plot --json FILE[,FILE…] [--docs DIR]
                                        draws the plots again and puts the tables into DIR/performance.md (default: docs)
           EndToEnd mock                librdkafka's mock cluster until stdin ends; prints its bootstrap servers
    """;

using var cancellation = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var command = args is [var first, ..] && !first.StartsWith('-') ? first : "run";
string[] words = command == "run" && args.FirstOrDefault() != "run" ? args : args[1..];
try
{
    if (words.Contains("--help") || words.Contains("-h"))
    {
        Console.Out.WriteLine(usage);
        return 0;
    }

    var arguments = new Arguments(words);
    switch (command)
    {
        case "run":
            return await BenchRun.RunAsync(RunOptions.Read(arguments), $"dotnet run -c Release --project bench/EndToEnd -- "
                + $"{string.Join(' ', args)}".TrimEnd(' ', '-'), cancellation.Token);
        case "plot":
            var report = BenchReport.Merge([.. arguments.Required("json").Split(',').Select(BenchReport.Load)]);
            var docs = arguments.Text("docs") ?? Path.Combine(Build.RepositoryRoot, "docs");
            arguments.ThrowIfLeft();
            PerformancePage.Update(report, docs);
            return 0;
        case "mock":
            return MockClusterHost.Run();
        default:
            throw new ArgumentException($"There is no command '{command}'.");
    }
}
catch (ArgumentException wrong)
{
    Console.Error.WriteLine($"{wrong.Message}\n\n{usage}");
    return 64;
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("Stopped.");
    return 130;
}

// A run that is under way comes to its end first.
void Stop(PosixSignalContext signal)
{
    signal.Cancel = true;
    cancellation.Cancel();
}
