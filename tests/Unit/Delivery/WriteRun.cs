using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Settings;
using AirbyteKafka.Write;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>One write of a given input, and all that was said about it.</summary>
internal sealed record WriteRun(WriteOutcome Result, IReadOnlyList<string> States, IReadOnlyList<string> Logs)
{
    /// <summary>Id of the failure, or <c>none</c>.</summary>
    internal string FailureId => Result.Failure?.Kind.Id ?? "none";

    internal static WriteRun Of(string bootstrapServers, string settings, string catalog, string input, CancellationToken stop) =>
        Of(bootstrapServers, settings, catalog, new MemoryStream(Encoding.UTF8.GetBytes(input)), stop);

    internal static WriteRun Of(string bootstrapServers, string settings, string catalog, Stream input, CancellationToken stop) =>
        Of(bootstrapServers, settings, Catalog(catalog), input, stop);

    internal static WriteRun Of(string bootstrapServers, string settings, ConfiguredCatalog catalog, Stream input,
        CancellationToken stop) =>
        Of(Config(bootstrapServers, settings), catalog, input, stop);

    internal static WriteRun Of(DestinationConfig config, ConfiguredCatalog catalog, Stream input, CancellationToken stop)
    {
        var observer = new Observer();
        using var session = WriteSession.Start(config, catalog, observer);
        var result = InputWrite.Run(session, input, stop);
        return new WriteRun(result, [.. observer.States], [.. observer.Logs]);
    }

    /// <summary>A configuration with more settings than the two that are needed, as JSON properties.</summary>
    internal static DestinationConfig Config(string bootstrapServers, string settings) => DestinationConfig.Parse(
        Encoding.UTF8.GetBytes($$"""{"bootstrap_servers":"{{bootstrapServers}}",{{(settings.Contains("\"acks\"", StringComparison.Ordinal) ? "" : "\"acks\":\"all\",")}}{{settings}}}"""), "test");

    /// <summary>A catalog of streams given as <c>name</c> or <c>namespace.name</c>, separated by blanks.</summary>
    internal static ConfiguredCatalog Catalog(string streams) =>
        ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes(CatalogJson(streams)), "test");

    internal static string CatalogJson(string streams) => $$"""{"streams":[{{string.Join(',', streams.Split(' ').Select(Stream))}}]}""";

    internal static string Record(string stream, string data, long emittedAt = 1) => stream.Split('.') is [var ns, var name]
        ? string.Create(CultureInfo.InvariantCulture, $$$"""{"type":"RECORD","record":{"namespace":"{{{ns}}}","stream":"{{{name}}}","emitted_at":{{{emittedAt}}},"data":{{{data}}}}}""")
        : string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"RECORD","record":{"stream":"{{{stream}}}","emitted_at":{{{emittedAt}}},"data":{{{data}}}}}""");

    internal static string StreamState(string stream, int cursor, string stats = "") => stream.Split('.') is [var ns, var name]
        ? $$$"""{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"namespace":"{{{ns}}}","name":"{{{name}}}"},"stream_state":{"c":{{{cursor}}}}}{{{stats}}}}}"""
        : $$$"""{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"{{{stream}}}"},"stream_state":{"c":{{{cursor}}}}}{{{stats}}}}}""";

    /// <summary>What <c>destinationStats</c> looks like behind the last property of a state.</summary>
    internal static string Stats(int records) =>
        string.Create(CultureInfo.InvariantCulture, $$""","destinationStats":{"recordCount":{{records}}.0}""");

    private static string Stream(string stream) => stream.Split('.') is [var ns, var name]
        ? $$"""{"stream":{"namespace":"{{ns}}","name":"{{name}}","json_schema":{},"supported_sync_modes":["full_refresh"]},"sync_mode":"full_refresh","destination_sync_mode":"append"}"""
        : $$"""{"stream":{"name":"{{stream}}","json_schema":{},"supported_sync_modes":["full_refresh"]},"sync_mode":"full_refresh","destination_sync_mode":"append"}""";

    private sealed class Observer : IWriteObserver
    {
        public ConcurrentQueue<string> States { get; } = new();

        public ConcurrentQueue<string> Logs { get; } = new();

        public void OnState(StateAnswer state) => States.Enqueue(Encoding.UTF8.GetString(state.Message.Span));

        public void OnLog(LogLevel level, string message) => Logs.Enqueue($"{level}: {message}");
    }
}
