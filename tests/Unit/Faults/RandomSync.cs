using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Protocol;
using CsCheck;

namespace AirbyteKafka.Tests.Faults;

/// <summary>A generated sync, and what has to come of it.</summary>
/// <param name="Lines">Its input.</param>
/// <param name="Data">Per stream the data of its records; the record's place in the input is its <c>emitted_at</c>.</param>
/// <param name="States">The states that have to come back.</param>
/// <param name="LineEnd">Between lines.</param>
/// <param name="Pieces">Sizes of the pieces in which the input comes.</param>
/// <param name="Settings">More of the configuration.</param>
internal sealed record RandomSync(
    IReadOnlyList<string> Lines,
    IReadOnlyDictionary<StreamDescriptor, IReadOnlyList<(int EmittedAt, string Data)>> Data,
    IReadOnlyList<string> States,
    string LineEnd,
    int[] Pieces,
    string Settings)
{
    internal static readonly StreamDescriptor[] Streams = [new(null, "users"), new("public", "users"), new("public", "orders"),
        new("a \"b\"", "größe/\u2028")];

    internal static readonly Gen<RandomSync> Any = Gen.Select(
        AnyMessage.Array[0, 120],
        Gen.OneOf("\n", "\r\n"),
        Gen.OneOf(Gen.Int[1, 40], Gen.Int[1, 5000], Gen.Const(1_000_000)).Array[1, 5],
        Gen.OneOf(
            "\"linger_ms\":\"0\"", "\"batch_size\":0", "\"batch_size\":2000,\"compression_type\":\"zstd\"",
                "\"enable_idempotence\":true,\"compression_type\":\"lz4\"",
            "\"linger_ms\":\"20\",\"compression_type\":\"gzip\"", "\"buffer_memory\":\"150000\",\"max_request_size\":100000",
                "\"sync_producer\":true"),
        Make);

    private static Gen<Message> AnyMessage => Gen.Frequency(
        (10, Gen.Select(Gen.Int[0, Streams.Length - 1], AnyData, (stream, data) => new Message(Kind.Record, stream, data))),
        (2, Gen.Select(Gen.Int[0, Streams.Length - 1], JsonGen.Value, (stream, value) => new Message(Kind.StreamState, stream, value))),
        (1, JsonGen.Value.Select(value => new Message(Kind.GlobalState, 0, value))),
        (1, JsonGen.Value.Select(value => new Message(Kind.LegacyState, 0, value))),
        (1, Gen.OneOf("", "no JSON", "[1]", "{}", "{\"type\":\"LOG\",\"log\":{}}").Select(line => new Message(Kind.Noise, 0, line))));

    private static Gen<string> AnyData => Gen.Frequency(
        (8, JsonGen.AnyObject),
        (1, Gen.Int[0, 70_000].Select(length => $"{{\"long\":\"{new string('x', length)}\"}}")));

    /// <summary>What the Kafka record of some data is, but for its key.</summary>
    internal static string ValueOf(StreamDescriptor stream, string key, int emittedAt, string data) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""{"_airbyte_ab_id":"{{key}}","_airbyte_stream":{{Json(stream.Name)}},"_airbyte_emitted_at":{{emittedAt}},"_airbyte_data":{{data}}}""");

    /// <summary>A catalog of all the streams.</summary>
    internal static byte[] CatalogJson()
    {
        var streams = Streams.Select(stream =>
            $$$"""{"stream":{"name":{{{Json(stream.Name)}}},{{{Namespace(stream)}}}"json_schema":{}},"sync_mode":"full_refresh","destination_sync_mode":"append"}""");
        return Encoding.UTF8.GetBytes($$"""{"streams":[{{string.Join(',', streams)}}]}""");
    }

    private static RandomSync Make(Message[] messages, string lineEnd, int[] pieces, string settings)
    {
        var lines = new List<string>();
        var states = new List<string>();
        var data = Streams.ToDictionary(stream => stream, _ => new List<(int, string)>());
        var sinceState = Streams.ToDictionary(stream => stream, _ => 0);
        foreach (var (kind, index, json) in messages)
        {
            var stream = Streams[index];
            switch (kind)
            {
                case Kind.Record:
                    lines.Add(string.Create(
                        CultureInfo.InvariantCulture,
                        $$$"""{"type":"RECORD","record":{"stream":{{{Json(stream.Name)}}},{{{Namespace(stream)}}}"emitted_at":{{{lines.Count}}},"data":{{{json}}}}}"""));
                    data[stream].Add((lines.Count - 1, json));
                    sinceState[stream]++;
                    break;
                case Kind.Noise:
                    lines.Add(json);
                    break;
                case Kind.StreamState:
                    AddState($$$"""{"type":"STREAM","stream":{"stream_descriptor":{{{{Namespace(stream)}}}"name":{{{Json(stream.Name)}}}},"stream_state":{{{json}}}}""", [stream]);
                    break;
                case Kind.GlobalState:
                    AddState($$$"""{"type":"GLOBAL","global":{"shared_state":{{{json}}},"stream_states":[]}""", Streams);
                    break;
                default:
                    AddState($$"""{"data":{{json}}""", Streams);
                    break;
            }
        }

        return new RandomSync(
            lines,
            data.ToDictionary(entry => entry.Key, entry => (IReadOnlyList<(int, string)>)entry.Value),
            states,
            lineEnd,
            pieces,
            settings);

        void AddState(string openState, StreamDescriptor[] covered)
        {
            var count = covered.Sum(stream => sinceState[stream]);
            Array.ForEach(covered, stream => sinceState[stream] = 0);
            lines.Add($$$"""{"type":"STATE","state":{{{openState}}}}}""");
            states.Add(string.Create(CultureInfo.InvariantCulture,
                $$$$"""{"type":"STATE","state":{{{{openState}}}},"destinationStats":{"recordCount":{{{{count}}}}.0}}}"""));
        }
    }

    private static string Json(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static string Namespace(StreamDescriptor stream) => stream.Namespace is null ? "" : $"\"namespace\":{Json(stream.Namespace)},";

    private enum Kind
    {
        Record,
        StreamState,
        GlobalState,
        LegacyState,
        Noise,
    }

    private sealed record Message(Kind Kind, int Stream, string Json);
}
