using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.Avro;
using AirbyteKafka.Records;
using Avro;
using Avro.Generic;
using Avro.IO;
using BenchmarkDotNet.Attributes;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>Building one record's value as Avro from the JSON of its data: nine columns, one of them nested; metadata included.</summary>
public class AvroBenchmarks : IDisposable
{
    private const string JsonSchema = """
        {"type":"object","properties":{"id":{"type":"integer"},"customer":{"type":"string"},"email":{"type":"string"},
        "created_at":{"type":"string","format":"date-time"},"amount":{"type":"number"},"paid":{"type":"boolean"},
        "address":{"type":"object","properties":{"city":{"type":"string"},"zip":{"type":"string"}}},
        "tags":{"type":"array","items":{"type":"string"}},"note":{"type":"string"}}}
        """;

    private static readonly string[] Columns =
    [
        "\"id\":12345", "\"customer\":\"Zoë Müller\"", "\"email\":\"customer12345@example.com\"", "\"created_at\":\"2026-01-02T03:04:05.678901Z\"",
        "\"amount\":1234.56", "\"paid\":true", "\"address\":{\"city\":\"Reykjavík\",\"zip\":\"00101\"}", "\"tags\":[\"winter\",\"travel\"]",
        "\"note\":\"winter travel paper water orange amount morning coffee weather amount travel, ahead water door kitchen distance because bring "
            + "orange balance carry every\"",
    ];

    private readonly RandomIds _ids = new();
    private readonly byte[] _inOrder = Encoding.UTF8.GetBytes("{" + string.Join(',', Columns) + "}");
    private readonly byte[] _inAnother = Encoding.UTF8.GetBytes("{" + string.Join(',', Columns.Reverse()) + "}");
    private readonly byte[] _destination = new byte[4096];
    private readonly AvroValue _value;
    private readonly RecordSchema _schema;
    private readonly RecordSchema _meta;
    private readonly RecordSchema _address;
    private readonly GenericWriter<GenericRecord> _writer;
    private readonly MemoryStream _stream = new();
    private readonly AvroSerializer<GenericRecord> _serializer;
    private readonly LoopbackRegistry _registry = new();
    private readonly CachedSchemaRegistryClient _client;

    public AvroBenchmarks()
    {
        using var document = JsonDocument.Parse(JsonSchema);
        var schema = AvroSchemaBuilder.Build(new StreamDescriptor("bench", "orders"), document.RootElement, new AvroOptions());
        _value = new AvroValue(new AvroTranscoder(schema), schemaId: 1, generation: 7, sync: 42);
        _schema = (RecordSchema)Avro.Schema.Parse(schema.ToJson());
        _meta = (RecordSchema)_schema["_airbyte_meta"].Schema;
        _address = (RecordSchema)((UnionSchema)_schema["address"].Schema).Schemas[1];
        _writer = new GenericWriter<GenericRecord>(_schema);
        _client = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = _registry.Address });
        _serializer = new AvroSerializer<GenericRecord>(
            _client, new AvroSerializerConfig { SubjectNameStrategy = SubjectNameStrategy.Topic });
    }

    [Benchmark(Description = "transcoder, properties in order", Baseline = true)]
    public int InOrder() => Transcode(_inOrder);

    [Benchmark(Description = "transcoder, properties in another order")]
    public int InAnotherOrder() => Transcode(_inAnother);

    [Benchmark(Description = "GenericRecord, Apache's GenericWriter")]
    public long Apache()
    {
        _stream.SetLength(5);
        _stream.Position = 5;
        _writer.Write(Record(_inOrder), new BinaryEncoder(_stream));
        return _stream.Position;
    }

    [Benchmark(Description = "GenericRecord, Confluent.SchemaRegistry.Serdes.Avro")]
    public int Confluents() =>
        _serializer.SerializeAsync(Record(_inOrder), new SerializationContext(MessageComponentType.Value, "orders")).GetAwaiter().GetResult().Length;

    [GlobalCleanup]
    public void Dispose()
    {
        _stream.Dispose();
        _client.Dispose();
        _registry.Dispose();
        GC.SuppressFinalize(this);
    }

    private int Transcode(byte[] data)
    {
        _value.TryConvert("1767225600000"u8, data, []);
        _value.Write(_destination, _ids);
        return _value.Length;
    }

    // What a program would write that fills records from JSON.
    private GenericRecord Record(byte[] data)
    {
        using var json = JsonDocument.Parse(data);
        var root = json.RootElement;
        var record = new GenericRecord(_schema);
        record.Add("_airbyte_raw_id", Guid.NewGuid());
        record.Add("_airbyte_extracted_at", DateTime.UnixEpoch.AddMilliseconds(1_767_225_600_000));
        record.Add("_airbyte_generation_id", 7L);
        var meta = new GenericRecord(_meta);
        meta.Add("sync_id", 42L);
        meta.Add("changes", Array.Empty<object>());
        record.Add("_airbyte_meta", meta);
        record.Add("id", root.GetProperty("id"u8).GetInt64());
        record.Add("customer", root.GetProperty("customer"u8).GetString());
        record.Add("email", root.GetProperty("email"u8).GetString());
        record.Add("created_at", root.GetProperty("created_at"u8).GetDateTimeOffset().UtcDateTime);
        record.Add("amount", root.GetProperty("amount"u8).GetDouble());
        record.Add("paid", root.GetProperty("paid"u8).GetBoolean());
        var address = new GenericRecord(_address);
        address.Add("city", root.GetProperty("address"u8).GetProperty("city"u8).GetString());
        address.Add("zip", root.GetProperty("address"u8).GetProperty("zip"u8).GetString());
        record.Add("address", address);
        record.Add("tags", root.GetProperty("tags"u8).EnumerateArray().Select(tag => (object?)tag.GetString()).ToArray());
        record.Add("note", root.GetProperty("note"u8).GetString());
        return record;
    }
}
