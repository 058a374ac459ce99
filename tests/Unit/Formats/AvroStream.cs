using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.Avro;
using AirbyteKafka.Records;

namespace AirbyteKafka.Tests.Formats;

/// <summary>A stream whose records are written as Avro.</summary>
internal sealed class AvroStream
{
    private readonly RandomIds _ids = new();
    private readonly AvroTranscoder _transcoder;
    private readonly AvroValue _value;

    internal AvroStream(
        string jsonSchema, AvroOptions? options = null, StreamDescriptor? stream = null, long generation = 0, long sync = 0)
        : this(Build(jsonSchema, options, stream), generation, sync)
    {
    }

    internal AvroStream(AvroSchema schema, long generation = 0, long sync = 0, int id = 100_001)
    {
        Schema = schema;
        _transcoder = new AvroTranscoder(schema);
        _value = new AvroValue(_transcoder, id, generation, sync);
    }

    internal AvroSchema Schema { get; }

    internal LostValues Lost => _transcoder.Lost;

    internal static AvroSchema Build(string jsonSchema, AvroOptions? options = null, StreamDescriptor? stream = null)
    {
        using var document = JsonDocument.Parse(jsonSchema, new JsonDocumentOptions { MaxDepth = 1000 });
        return AvroSchemaBuilder.Build(stream ?? new StreamDescriptor("public", "users"), document.RootElement, options ?? new AvroOptions());
    }

    /// <summary>A record as Kafka gets it; <see langword="null"/> where its data cannot be converted.</summary>
    internal byte[]? Write(string data, string changes = "", long emittedAt = 1_600_000_000_000)
    {
        if (!_value.TryConvert(
            Encoding.UTF8.GetBytes(emittedAt.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            Encoding.UTF8.GetBytes(data),
            Encoding.UTF8.GetBytes(changes)))
        {
            return null;
        }

        var written = new byte[_value.Length];
        _value.Write(written, _ids);
        return written;
    }
}
