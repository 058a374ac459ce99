using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Write;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>Making one record, measured and written into the arena, in each shape beside the one that counts without a setting.</summary>
public unsafe class ShapeBenchmarks : IDisposable
{
    private const string FrontKey = "\"partition_key_field\":\"id\"";
    private const string EndKey = "\"partition_key_field\":\"at_the_end\"";

    private readonly byte[] _data = SampleData();
    private readonly RecordArena _arena = new(64 * 1024 * 1024);
    private RecordShape _shape = null!;
    private RecordPlan _plan = null!;

    /// <summary>The settings, as JSON properties.</summary>
    [Params(
        "\"value_shape\":\"envelope\"",
        "\"value_shape\":\"flattened\"",
        "\"value_shape\":\"data\"",
        FrontKey,
        EndKey,
        "\"partition_key_field\":\"id\",\"key_format\":\"json\"",
        "\"partition_key_field\":\"id\",\"cdc_deletion_mode\":\"Hard delete\"",
        "\"record_key\":\"stream\"",
        "\"record_key\":\"none\"",
        "\"headers\":\"airbyte\"",
        "\"headers\":\"cloudevents\"",
        "\"record_timestamp\":\"emitted_at\"")]
    public string Settings { get; set; } = "";

    [GlobalSetup]
    public void Prepare()
    {
        var config = DestinationConfig.Parse(
            Encoding.UTF8.GetBytes($"{{\"bootstrap_servers\":\"b:1\",\"topic_pattern\":\"t\",{Settings}}}"), "bench");
        _shape = RecordShape.Of(config.Records);
        var profile = new StreamProfile(
            new StreamDescriptor("bench", "orders_0"), [], GenerationId: 1, SyncId: 2, HasDeletions: true, SharesTopic: false);
        _plan = _shape.Plan(_shape.ForStream(profile), "orders_0"u8);
    }

    [Benchmark(Description = "record: measured, given memory, written, settled")]
    public int Make()
    {
        var content = new RecordContent { EmittedAt = "1767225600000"u8, Data = _data, Changes = _shape.ChangesIn([]) };
        var parts = _shape.Measure(_plan, content);
        var record = _arena.TryAllocate(parts.Memory, default, parts.ClientBytes);
        _shape.Write(new Span<byte>(record, parts.Memory), parts, _plan, content);
        _arena.Release(_arena.ChunkOf(record), 1);
        return parts.Memory;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _arena.Dispose();
        GC.SuppressFinalize(this);
    }

    private static byte[] SampleData()
    {
        var reader = new Utf8JsonReader(SampleLines.Block);
        using var document = JsonDocument.ParseValue(ref reader);
        var data = document.RootElement.GetProperty("record").GetProperty("data").GetRawText();
        return Encoding.UTF8.GetBytes($"{data[..^1]},\"at_the_end\":\"customer-0\"}}");
    }
}
