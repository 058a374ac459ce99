using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Bench.EndToEnd.Brokers;
using AirbyteKafka.Bench.EndToEnd.Contenders;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Results;
using AirbyteKafka.Settings;
using AirbyteKafka.Write;

namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>
/// What a write allocates per record once it is under way: the core in this process, as <c>entrypoint.ps1 write</c> uses it.
/// </summary>
internal static class AllocationMeasurement
{
    /// <summary>Measures it.</summary>
    /// <exception cref="InvalidOperationException">The write failed.</exception>
    internal static async Task<AllocationResult> RunAsync(InputFile input, ProducerSettings settings, IBroker broker,
        CancellationToken cancellationToken)
    {
        const string prefix = "allocation_";
        await using var run = await broker.PrepareAsync(StreamTopics.Of(input, prefix), 1);
        var config = DestinationConfig.Parse(
            JsonSerializer.SerializeToUtf8Bytes(settings.ToConfig(run.BootstrapServers, WriteJob.PatternOf(prefix))), "config");
        var catalog = ConfiguredCatalog.Parse(await File.ReadAllBytesAsync(input.CatalogPath, cancellationToken), input.CatalogPath);
        using var messages = AirbyteMessageWriter.Start(Stream.Null, TimeProvider.System);
        using var session = WriteSession.Start(config, catalog, new MessageObserver(messages, LogLevel.Info));
        await using var file = new FileStream(input.FilePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var watched = new AllocationWatch(file);
        var result = InputWrite.Run(session, watched, cancellationToken);
        return result.Failure is { } failure
            ? throw new InvalidOperationException($"The write failed: {failure.Message}", failure)
            : new AllocationResult((long)(watched.Bytes / ((double)input.Bytes / input.Records)), watched.Allocated);
    }
}
