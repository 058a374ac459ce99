using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Protocol;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

public sealed class RecordShapeTests
{
    [Fact]
    public void An_enveloped_value_is_the_four_fields_in_order_with_data_untouched_and_its_id_is_the_key() =>
        Gen.Select(JsonGen.String, Gen.Long, JsonGen.AnyObject).Sample((stream, emittedAt, data) =>
        {
            var (key, value) = Write(stream[1..^1], emittedAt.ToString(System.Globalization.CultureInfo.InvariantCulture), data);
            using var parsed = JsonDocument.Parse(value);
            return value == $$"""{"_airbyte_ab_id":"{{key}}","_airbyte_stream":{{stream}},"_airbyte_emitted_at":{{emittedAt}},"_airbyte_data":{{data}}}"""
                && Guid.TryParseExact(key, "D", out _);
        });

    [Fact]
    public void Ids_are_random_UUIDs_of_version_4()
    {
        var generator = new RandomIds();
        var ids = new HashSet<string>();
        Span<byte> id = stackalloc byte[RandomIds.Length];
        for (var i = 0; i < 10_000; i++)
        {
            generator.WriteNext(id);
            ids.Add(Encoding.ASCII.GetString(id));
        }

        var malformed = ids.Where(text => !Guid.TryParseExact(text, "D", out var uuid)
            || uuid.Version != 4 || uuid.Variant is < 8 or > 11 || text != uuid.ToString("D")).ToList();
        Assert.Equal((10_000, ""), (ids.Count, string.Join(' ', malformed)));
    }

    [Fact]
    public void A_part_that_is_not_there_is_not_an_empty_one_and_takes_no_memory()
    {
        var tombstone = new RecordParts(Key: new RecordPart(0, 5), Value: RecordPart.None);
        var keyless = new RecordParts(Key: RecordPart.None, Value: new RecordPart(0, 7));
        var apart = new RecordParts(Key: new RecordPart(0, 5), Value: new RecordPart(5, 7));
        var window = new RecordParts(Key: new RecordPart(2, 3), Value: new RecordPart(0, 7));
        var empty = new RecordPart(0, 0);
        Assert.Equal(
            ((false, 5, 5L), (false, 7, 7L), (12, 12L), (7, 10L), (true, 0)),
            ((tombstone.Value.IsPresent, tombstone.Memory, tombstone.Size),
                (keyless.Key.IsPresent, keyless.Memory, keyless.Size),
                (apart.Memory, apart.Size),
                (window.Memory, window.Size),
                (empty.IsPresent, empty.Bytes)));
    }

    private static (string Key, string Value) Write(string stream, string emittedAt, string data)
    {
        var shape = RecordShape.Of(RecordOptions.AsJava);
        var profile = StreamProfile.Of(new StreamDescriptor(null, "any"));
        var plan = shape.Plan(shape.ForStream(profile), Encoding.UTF8.GetBytes(stream));
        var content = new RecordContent { EmittedAt = Encoding.UTF8.GetBytes(emittedAt), Data = Encoding.UTF8.GetBytes(data) };
        var parts = shape.Measure(plan, content);
        var memory = new byte[parts.Memory];
        shape.Write(memory, parts, plan, content);
        return (Encoding.UTF8.GetString(parts.Key.Of(memory)), Encoding.UTF8.GetString(parts.Value.Of(memory)));
    }
}
