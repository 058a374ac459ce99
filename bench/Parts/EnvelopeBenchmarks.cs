using System.Buffers;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>Building one record's value, key included.</summary>
public class EnvelopeBenchmarks : IDisposable
{
    private const long EmittedAt = 1_767_225_600_000;

    private readonly RecordShape _shape = RecordShape.Of(RecordOptions.AsJava);
    private readonly byte[] _data = SampleData();
    private readonly RecordPlan _plan;
    private readonly byte[] _value = new byte[4096];
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _writer = new(Stream.Null);

    public EnvelopeBenchmarks() => _plan = _shape.Plan(_shape.ForStream(StreamProfile.Of(new StreamDescriptor("bench", "orders_0"))), "orders_0"u8);

    [Benchmark(Description = "value: RecordShape, measured and written", Baseline = true)]
    public int Write()
    {
        var content = new RecordContent { EmittedAt = "1767225600000"u8, Data = _data };
        var parts = _shape.Measure(_plan, content);
        _shape.Write(_value, parts, _plan, content);
        return parts.Memory;
    }

    [Benchmark(Description = "value: Utf8JsonWriter with raw data")]
    public int WriteJson()
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("_airbyte_ab_id"u8, Guid.NewGuid());
        _writer.WriteString("_airbyte_stream"u8, "orders_0");
        _writer.WriteNumber("_airbyte_emitted_at"u8, EmittedAt);
        _writer.WritePropertyName("_airbyte_data"u8);
        _writer.WriteRawValue(_data, skipInputValidation: true);
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenCount;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _writer.Dispose();
        GC.SuppressFinalize(this);
    }

    private static byte[] SampleData()
    {
        var reader = new Utf8JsonReader(SampleLines.Block);
        using var document = JsonDocument.ParseValue(ref reader);
        return JsonSerializer.SerializeToUtf8Bytes(document.RootElement.GetProperty("record").GetProperty("data"));
    }
}
