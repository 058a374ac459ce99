using System.Text.Json;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>The module: <c>entrypoint.ps1 write</c> in a shell.</summary>
internal sealed class ModuleContender(Shell shell) : IContender
{
    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics(InputFile input, string prefix) => StreamTopics.Of(input, prefix);

    /// <inheritdoc/>
    public Invocation Invoke(WriteJob job)
    {
        var config = Path.Combine(job.Folder, "config.json");
        File.WriteAllBytes(config, JsonSerializer.SerializeToUtf8Bytes(job.Settings.ToConfig(job.BootstrapServers, job.TopicPattern)));
        return shell.Run(Build.Entrypoint, ["write", "--config", config, "--catalog", job.Input.CatalogPath], job.Input.FilePath);
    }

    /// <inheritdoc/>
    public long ExpectedRecords(InputFile input) => input.Records;

    /// <inheritdoc/>
    public long ExpectedStates(InputFile input) => input.States;
}
