using System.Text;
using System.Text.Json;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Protocol;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

public sealed class RecordEnvelopeTests
{
    [Fact]
    public void A_value_is_the_four_fields_in_order_with_data_untouched() =>
        Gen.Select(JsonGen.String, Gen.Long, JsonGen.AnyObject).Sample((stream, emittedAt, data) =>
        {
            var value = Write(stream[1..^1], emittedAt.ToString(System.Globalization.CultureInfo.InvariantCulture), data);
            var key = value.Substring(RecordEnvelope.KeyOffset, RecordKeyGenerator.KeyLength);
            using var parsed = JsonDocument.Parse(value);
            return value == $$"""{"_airbyte_ab_id":"{{key}}","_airbyte_stream":{{stream}},"_airbyte_emitted_at":{{emittedAt}},"_airbyte_data":{{data}}}"""
                && Guid.TryParseExact(key, "D", out _);
        });

    [Fact]
    public void Keys_are_random_UUIDs_of_version_4()
    {
        var generator = new RecordKeyGenerator();
        var keys = new HashSet<string>();
        Span<byte> key = stackalloc byte[RecordKeyGenerator.KeyLength];
        for (var i = 0; i < 10_000; i++)
        {
            generator.WriteNext(key);
            keys.Add(Encoding.ASCII.GetString(key));
        }

        var malformed = keys.Where(text => !Guid.TryParseExact(text, "D", out var uuid)
            || uuid.Version != 4 || uuid.Variant is < 8 or > 11 || text != uuid.ToString("D")).ToList();
        Assert.Equal((10_000, ""), (keys.Count, string.Join(' ', malformed)));
    }

    private static string Write(string stream, string emittedAt, string data)
    {
        var part = RecordEnvelope.StreamPart(Encoding.UTF8.GetBytes(stream));
        var emitted = Encoding.UTF8.GetBytes(emittedAt);
        var bytes = Encoding.UTF8.GetBytes(data);
        var value = new byte[RecordEnvelope.Length(part, emitted.Length, bytes.Length)];
        RecordEnvelope.Write(value, new RecordKeyGenerator(), part, emitted, bytes);
        return Encoding.UTF8.GetString(value);
    }
}
