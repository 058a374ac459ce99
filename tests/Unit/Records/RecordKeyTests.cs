using System.Text;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Protocol;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

/// <summary>Keys of their own: which fields they are made of, how they are written, and what stands in where there are none.</summary>
public sealed class RecordKeyTests
{
    private const string User = """{"user_id":"12345","name":"John Doe"}""";
    private const string Composite = """{"user_id":"12345","order_id":"67890"}""";
    private const string Two = "\"primary_key\":[[\"id\"],[\"r\",\"k\"]]";

    // The rules and the first rows are those that Airbyte's own connector is proposed to have.
    [Theory]
    [InlineData("user_id", User, "12345")]
    [InlineData("user_id,order_id", Composite, "12345|67890")]
    [InlineData("user.id", """{"user":{"id":"12345"},"order_id":"67890"}""", "12345")]
    [InlineData("user.id,order.id", """{"user":{"id":"12345"},"order":{"id":"67890"}}""", "12345|67890")]
    [InlineData(
        "user_id,user.email,order_id", """{"user_id":"12345","user":{"email":"john@example.com"},"order_id":"67890"}""",
        "12345|john@example.com|67890")]
    [InlineData("missing_field", User, ShapedRecord.Id)]
    [InlineData("user_id,missing_field", """{"user_id":"12345"}""", "12345")]
    [InlineData("user.id,order_id", """{"user":{"name":"John"},"order_id":"67890"}""", "67890")]
    [InlineData("user_id", """{"user_id":null}""", ShapedRecord.Id)]
    [InlineData("user_id", """{"user_id":12345}""", "12345")]
    [InlineData("active", """{"active":true}""", "true")]
    [InlineData("user", """{"user": {"id": 123, "name": "John"}}""", """{"id":123,"name":"John"}""")]
    [InlineData(" user_id , order_id ", Composite, "12345|67890")]
    [InlineData("n", """{"n":"a\u00e9\"b"}""", "aé\"b")]
    [InlineData("n", """{"n":"\ud83d\ude00\ud800x\b\f\n\r\t\/\\"}""", "😀?x\b\f\n\r\t/\\")]
    [InlineData("n", """{"n":""}""", "")]
    [InlineData("n,m", """{"m":"","n":"a"}""", "a|")]
    [InlineData("n", """{"n":1.0}""", "1.0")]
    [InlineData("n", """{"n":1e7,"n":2}""", "1e7")]
    [InlineData("n", """{"\u006e":"escaped"}""", "escaped")]
    [InlineData("n", """{"n":[1, {"a b" : "c d"}, "\" "]}""", """[1,{"a b":"c d"},"\" "]""")]
    [InlineData("n", """{"a":{"n":1},"b":["n"],"c":"\"n\":2"}""", ShapedRecord.Id)]
    [InlineData("u.id", """{"u":[{"id":1}]}""", ShapedRecord.Id)]
    [InlineData("u.id,u", """{"u":{"x":1,"id":2}}""", "2|{\"x\":1,\"id\":2}")]
    [InlineData("n", "[1]", ShapedRecord.Id)]
    [InlineData("n", "\"n\"", ShapedRecord.Id)]
    [InlineData("n", "{}", ShapedRecord.Id)]
    public void Fields_make_a_key_of_text(string fields, string data, string key)
    {
        var record = ShapedRecord.Make($"\"partition_key_field\":\"{fields}\"", $"\"emitted_at\":1,\"data\":{data}");
        Assert.Equal((key, $$"""{"_airbyte_ab_id":"UUID","_airbyte_stream":"s","_airbyte_emitted_at":1,"_airbyte_data":{{data}}}"""), (record.Key, record.Value));
    }

    [Theory]
    [InlineData("\"record_key\":\"primary_key\"", Two, """{"id":1,"r":{"k":"x\"y"}}""", """{"id":1,"r.k":"x\"y"}""")]
    [InlineData("\"record_key\":\"primary_key\"", Two, """{"r":{"k":"\u00e9\ud800\u0001\u000a\/"}}""", """{"id":null,"r.k":"é\ud800\u0001\n/"}""")]
    [InlineData("\"record_key\":\"primary_key\"", Two, """{"r":{}}""", "\"UUID\"")]
    [InlineData("\"record_key\":\"primary_key\"", "", """{"id":1}""", "\"UUID\"")]
    [InlineData("\"record_key\":\"primary_key\"", "\"primary_key\":[]", """{"id":1}""", "\"UUID\"")]
    [InlineData("\"partition_key_field\":\"id , r.k\"", "", """{"r":{"k":[ 1 ]}}""", """{"r.k":[1]}""")]
    [InlineData("\"partition_key_field\":\"id,r.k\"", "", """{"id":"a"}""", """{"id":"a"}""")]
    [InlineData("\"partition_key_field\":\"x\"", "", "{}", "\"UUID\"")]
    [InlineData("\"record_key\":\"stream\"", "", "{}", "\"s\"")]
    [InlineData("\"record_key\":\"uuid\"", "", "{}", "\"UUID\"")]
    [InlineData("\"record_key\":\"none\"", "", "{}", null)]
    public void Keys_can_be_JSON(string settings, string stream, string data, string? key) => Assert.Equal(
        key, ShapedRecord.Make($"{settings},\"key_format\":\"json\"", $"\"emitted_at\":1,\"data\":{data}", stream).Key);

    [Theory]
    [InlineData("", "\"name\":\"s\"", "s")]
    [InlineData("", "\"name\":\"s\",\"namespace\":\"n\"", "n.s")]
    [InlineData("", "\"name\":\"s\",\"namespace\":\"\"", ".s")]
    [InlineData(",\"key_format\":\"json\"", "\"name\":\"\\\"\\u00e9\",\"namespace\":\"n\"", "\"n.\\\"é\"")]
    public void The_name_of_the_stream_can_be_the_key(string format, string stream, string key) => Assert.Equal(
        key, ShapedRecord.Make($"\"record_key\":\"stream\"{format}", "\"emitted_at\":1,\"data\":{}", "", stream).Key);

    [Fact]
    public void The_configured_primary_key_comes_before_that_of_the_source_and_a_dot_in_a_name_is_no_path() => Assert.Equal(
        ("1", "2", "3"),
        (Key("\"primary_key\":[[\"a\"]]"), Key("\"primary_key\":[]"), Key("\"primary_key\":[[\"c.d\"]]")));

    [Theory]
    [InlineData("""{"id":7,"_ab_cdc_deleted_at":"2026-01-01T00:00:00Z"}""", "7", null)]
    [InlineData("""{"_ab_cdc_deleted_at" : false, "id":7}""", "7", null)]
    [InlineData("""{"id":7,"_ab_cdc_deleted_at":null}""", "7", "the record")]
    [InlineData("""{"id":7,"_ab_cdc_deleted_at": null}""", "7", "the record")]
    [InlineData("""{"id":7,"t":"\"_ab_cdc_deleted_at\":1"}""", "7", "the record")]
    [InlineData("""{"id":7,"t":"_ab_cdc_deleted_at"}""", "7", "the record")]
    [InlineData("""{"id":7,"o":{"_ab_cdc_deleted_at":1},"_ab_cdc_deleted_at":null}""", "7", "the record")]
    [InlineData("""{"_ab_cdc_deleted_at":1}""", "UUID", "the record")]
    public void A_deleted_row_becomes_its_key_and_no_value(string data, string key, string? value)
    {
        var record = ShapedRecord.Make(
            "\"record_key\":\"primary_key\",\"cdc_deletion_mode\":\"Hard delete\",\"value_shape\":\"data\"", $"\"emitted_at\":1,\"data\":{data}",
            "\"primary_key\":[[\"id\"]]");
        Assert.Equal((key, value is null ? null : data), (record.Key, record.Value));
    }

    [Fact]
    public void A_deleted_row_that_lacks_a_part_of_its_key_stays_a_record() => Assert.Equal(
        ("1", true, KeyOutcome.Incomplete),
        ShapedRecord.Make(
            "\"record_key\":\"primary_key\",\"cdc_deletion_mode\":\"Hard delete\"",
            "\"emitted_at\":1,\"data\":{\"id\":1,\"_ab_cdc_deleted_at\":1}", Two) is var record
            ? (record.Key, record.Value is not null, record.Outcome) : default);

    [Fact]
    public void Fields_are_found_whatever_stands_around_them_and_both_readers_find_the_same() =>
        Gen.Select(Names, Gen.Select(Names, JsonGen.Value).Array[0, 5], JsonGen.Blank).Sample((wanted, fields, blank) =>
        {
            var data = $"{{{blank}{string.Join($",{blank}", fields.Select(field => $"{Spell(field.Item1)}{blank}:{field.Item2}"))}{blank}}}";
            var utf8 = Encoding.UTF8.GetBytes(data);
            var finder = new FieldFinder([[wanted], ["b", "x"], ["a"]]);
            ByteSlice[] quick = [.. finder.Find(utf8)];
            ByteSlice[] thorough = [.. finder.FindThoroughly(utf8)];
            var value = fields.FirstOrDefault(field => field.Item1 == wanted).Item2;
            var expected = value is null or "null" ? null : value;
            Assert.Equal(
                (expected, string.Join(' ', thorough)),
                (quick[0].IsPresent ? Encoding.UTF8.GetString(quick[0].Of(utf8)) : null, string.Join(' ', quick)));
        });

    private static Gen<string> Names => Gen.OneOf("a", "b", "x", "é", "a\"", "");

    private static string Spell(string name) => name switch
    {
        "é" => "\"\\u00e9\"",
        "a\"" => "\"a\\\"\"",
        _ => $"\"{name}\"",
    };

    private static string? Key(string stream) => ShapedRecord.Make(
        "\"record_key\":\"primary_key\"", "\"emitted_at\":1,\"data\":{\"a\":1,\"b\":2,\"c\":{\"d\":4},\"c.d\":3}", stream,
        "\"name\":\"s\",\"source_defined_primary_key\":[[\"b\"]]").Key;
}
