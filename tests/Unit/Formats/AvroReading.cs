using System.Globalization;
using AirbyteKafka.Formats.Avro;
using Avro;
using Avro.Generic;
using Avro.IO;

namespace AirbyteKafka.Tests.Formats;

/// <summary>A record as Apache's reader sees it.</summary>
/// <param name="Data">The values of the data's fields, in the order of the schema.</param>
/// <param name="Changes">The changes, each as field, change and reason.</param>
internal sealed record AvroReading(string Data, string Changes)
{
    internal static AvroReading Read(byte[] record, AvroSchema schema) => Of(Decode(record, schema.ToJson()));

    internal static GenericRecord Decode(byte[] record, string schema)
    {
        var parsed = (RecordSchema)Schema.Parse(schema);
        using var stream = new MemoryStream(record, 5, record.Length - 5);
        var read = new GenericReader<GenericRecord>(parsed, parsed).Read(null!, new BinaryDecoder(stream));
        return stream.Position == stream.Length ? read : throw new InvalidDataException("Bytes are left behind the record.");
    }

    internal static AvroReading Of(GenericRecord record) => new(
        string.Join(", ", record.Schema.Fields.Skip(record.TryGetValue("_airbyte_meta", out _) ? 4 : 0)
            .Select(field => Show(record.GetValue(field.Pos)))),
        record.TryGetValue("_airbyte_meta", out var meta)
            ? string.Join(", ", ((object[])((GenericRecord)meta)["changes"]).Cast<GenericRecord>()
                .Select(change => $"{change["field"]} {change["change"]} {change["reason"]}"))
            : "");

    internal static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        bool boolean => boolean ? "true" : "false",
        double number => "d" + BitConverter.DoubleToInt64Bits(number).ToString(CultureInfo.InvariantCulture),
        GenericRecord record => "{" + string.Join(", ", record.Schema.Fields.Select(field => Show(record.GetValue(field.Pos)))) + "}",
        object[] array => "[" + string.Join(", ", array.Select(Show)) + "]",
        DateTime time => "t" + ((time.ToUniversalTime() - DateTime.UnixEpoch).Ticks / 10).ToString(CultureInfo.InvariantCulture),
        TimeSpan time => "s" + (time.Ticks / 10).ToString(CultureInfo.InvariantCulture),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
