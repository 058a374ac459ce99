using System.Text;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Entrypoint;
using AirbyteKafka.Tests.Processes;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A <see cref="NumberedSync"/> by the entrypoint in a process of its own.</summary>
internal sealed class EntrypointSync : IDisposable
{
    private const string StateStart = "{\"type\":\"STATE\"";

    private readonly SyncFiles _files;

    internal EntrypointSync(TestBroker broker, NumberedSync sync, NumberedInput input, string settings)
    {
        Broker = broker;
        Sync = sync;
        Input = input;
        Configuration = $$"""{"bootstrap_servers":"{{broker.BootstrapServers}}","topic_pattern":"{{Topic}}","acks":"all",{{settings}}}""";
        _files = new SyncFiles(Configuration, NumberedSync.Catalog);
    }

    internal TestBroker Broker { get; }

    internal NumberedSync Sync { get; }

    internal NumberedInput Input { get; }

    /// <summary>Where its records go; no other sync has it.</summary>
    internal string Topic { get; } = TestBroker.UniqueTopic();

    /// <summary>The text of its configuration.</summary>
    internal string Configuration { get; }

    /// <summary>The process to run, its stdin fed with the input.</summary>
    internal ProcessRequest Request => ShellProcess.File(
        Path.Combine(ShellProcess.ModuleDirectory, "entrypoint.ps1"), "write", "--config", _files.Config, "--catalog", _files.Catalog) with
    {
        StandardInput = Input,
    };

    /// <summary>The states in an output; a last line that was cut off is none.</summary>
    internal static IReadOnlyList<string> StatesOf(ProcessResult result)
    {
        var output = result.StdoutBytes.Span;
        return [.. Encoding.UTF8.GetString(output[..(output.LastIndexOf((byte)'\n') + 1)]).Split('\n').Where(
            line => line.StartsWith(StateStart, StringComparison.Ordinal))];
    }

    /// <summary>Judges the sync by what the process wrote and what lies in the topic.</summary>
    internal async Task<SyncVerdict> JudgeAsync(ProcessResult result, CancellationToken cancellation) =>
        SyncVerdict.Of(Sync, Input.Records, StatesOf(result), await TopicTally.ReadAsync(Broker, Topic, cancellation));

    public void Dispose()
    {
        _files.Dispose();
        Input.Dispose();
    }
}
