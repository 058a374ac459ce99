using System.Text;
using AirbyteKafka.Formats.Avro;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>Bytes that were computed by the Avro specification, and values that Airbyte's own tests name.</summary>
public sealed class AvroVectorTests
{
    private const string Users = """
        {"type":"object","properties":{
          "id":{"type":["null","integer"]},"name":{"type":"string"},"price":{"type":"number"},
          "created":{"type":"string","format":"date-time","airbyte_type":"timestamp_without_timezone"},
          "tags":{"type":"array","items":{"type":"string"}},"extra":{"type":"object"}}}
        """;

    private const string Frame = "00000186a1";

    // A random id stands between; the test puts it out.
    private static readonly string Id = "48" + new string('.', 72);

    [Theory]
    [InlineData(0, "00")]
    [InlineData(-1, "01")]
    [InlineData(1, "02")]
    [InlineData(-64, "7f")]
    [InlineData(64, "8001")]
    [InlineData(8192, "808001")]
    [InlineData(2147483648, "8080808010")]
    [InlineData(long.MinValue, "ffffffffffffffffff01")]
    [InlineData(long.MaxValue, "feffffffffffffffff01")]
    public void A_long_is_written_by_the_specification(long value, string hex) => Assert.Equal("02" + hex, Field(
        """{"type":"integer"}""", value.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("date-time", "", "2021-01-01T01:01:01Z", 1609462861000000)]
    [InlineData("date-time", "timestamp_without_timezone", "2018-09-15 12:00:00.006542", 1537012800006542)]
    [InlineData("date-time", "", "2024-02-29T23:59:59.123456+02:00", 1709243999123456)]
    [InlineData("date-time", "timestamp_without_timezone", "2024-02-29T23:59:59.123456+02:00", 1709251199123456)]
    [InlineData("date-time", "", "1969-12-31T23:59:59.999999Z", -1)]
    [InlineData("date-time", "", "0001-01-01T00:00:00Z", -62135596800000000)]
    [InlineData("date-time", "", "2021/1/1 01:01 +0100", 1609459260000000)]
    [InlineData("date", "", "2021-01-01", 18628)]
    [InlineData("date", "", "2021.1.1", 18628)]
    [InlineData("date", "", "2021-01-01T23:59:59-10:00", 18628)]
    [InlineData("date", "", "1969-12-31", -1)]
    [InlineData("time", "", "12:00:00-01:00", 46800000000)]
    [InlineData("time", "", "04:00:00+02:00", 7200000000)]
    [InlineData("time", "", "04:00:00+05:30", 81000000000)]
    [InlineData("time", "", "04:00", 14400000000)]
    [InlineData("time", "time_without_timezone", "04:00:00.1234567+05:30", 14400123456)]
    public void A_time_is_the_number_that_Airbyte_writes(string format, string airbyteType, string text, long number) => Assert.Equal(
        Field("""{"type":"integer"}""", number.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        Field($$"""{"type":"string","format":"{{format}}","airbyte_type":"{{airbyteType}}"}""", $"\"{text}\""));

    [Theory]
    [InlineData("date", "2021-02-29")]
    [InlineData("date", "2021-13-01")]
    [InlineData("date", "0000-01-01")]
    [InlineData("date", "21-01-01")]
    [InlineData("date", "2021-01-01T")]
    [InlineData("date", "2021-01-01x")]
    [InlineData("date", "")]
    [InlineData("time", "24:00:00")]
    [InlineData("time", "12:00:60")]
    [InlineData("time", "12:00:00.")]
    [InlineData("time", "12:00:00+19:00")]
    [InlineData("time", "12:00:00+1")]
    [InlineData("date-time", "2021-01-01")]
    [InlineData("date-time", "2021-01-01T01:01:01ZZ")]
    [InlineData("date-time", "2021-01-01T01:01:01.1234567890Z")]
    public void A_text_that_is_no_time_is_null(string format, string text) => Assert.Equal(
        "00", Field($$"""{"type":"string","format":"{{format}}"}""", $"\"{text}\""));

    [Fact]
    public void A_record_has_the_registrys_bytes_the_metadata_and_the_fields()
    {
        var stream = new AvroStream(Users, generation: 7, sync: 42);
        const string Data = """
            {"id":12345,"name":"Ünï","price":9.5,"created":"2021-01-01T01:01:01Z","tags":["a",null],"extra":{"k":1}}
            """;
        Assert.Equal(
            Frame + Id + "8080f4f6905d0e540002f2c001020ac39c6ec3af0200000000000023400280b5dfe188f3db0502040202610000020e7b226b223a317d",
            Hex(stream.Write(Data)!));
    }

    [Fact]
    public void A_value_that_cannot_be_converted_is_null_and_the_record_says_so()
    {
        var stream = new AvroStream(Users);
        Assert.Equal(
            Frame + Id + "8080f4f6905d" + "00" + "00" + "02" + "0a7072696365" + "0c4e554c4c4544"
                + "3e44455354494e4154494f4e5f53455249414c495a4154494f4e5f4552524f52" + "00" + "000000000000",
            Hex(stream.Write("""{"price":"abc"}""")!));
    }

    [Theory]
    [InlineData("""{"type":"integer"}""", "42.0", "0254", "")]
    [InlineData("""{"type":"integer"}""", "4.2e1", "0254", "")]
    [InlineData("""{"type":"integer"}""", "\"42\"", "0254", "")]
    [InlineData("""{"type":"integer"}""", "\"+42\"", "0254", "")]
    [InlineData("""{"type":"integer"}""", "\"42.0\"", "00", "f SERIALIZATION_ERROR")]
    [InlineData("""{"type":"integer"}""", "42.5", "00", "f SERIALIZATION_ERROR")]
    [InlineData("""{"type":"integer"}""", "0e999999999999", "0200", "")]
    [InlineData("""{"type":"integer"}""", "1e999999999", "00", "f FIELD_SIZE_LIMITATION")]
    [InlineData("""{"type":"integer"}""", "1e-999999999", "00", "f SERIALIZATION_ERROR")]
    [InlineData("""{"type":"integer"}""", "-9223372036854775808", "02ffffffffffffffffff01", "")]
    [InlineData("""{"type":"integer"}""", "9223372036854775808", "00", "f FIELD_SIZE_LIMITATION")]
    [InlineData("""{"type":"integer"}""", "123456789012345678901234567890", "00", "f FIELD_SIZE_LIMITATION")]
    [InlineData("""{"type":"number"}""", "1e400", "00", "f FIELD_SIZE_LIMITATION")]
    [InlineData("""{"type":"number"}""", "\"9.5\"", "020000000000002340", "")]
    [InlineData("""{"type":"number"}""", "\"NaN\"", "00", "f SERIALIZATION_ERROR")]
    [InlineData("""{"type":"string"}""", """{"a":1}""", "020e7b2261223a317d", "")]
    [InlineData("""{"type":"string"}""", "1.50", "0208312e3530", "")]
    [InlineData("""{"type":"string"}""", "\"\\u00e9\\ud83d\\ude00\\ud800\\n\"", "0210c3a9f09f98803f0a", "")]
    [InlineData("""{"type":"object"}""", "\"x\"", "0206227822", "")]
    [InlineData("""{"type":"boolean"}""", "\"true\"", "00", "f SERIALIZATION_ERROR")]
    [InlineData("""{"type":"boolean"}""", "true", "0201", "")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", """[1,"Alice"]""", "020402020000", "f.[1] SERIALIZATION_ERROR")]
    [InlineData("""{"type":"array","items":{"type":"integer"}}""", "[ ]", "0200", "")]
    [InlineData("""{"type":"array","items":{"type":["integer","string"]}}""", """[1,"Alice"]""", "02040202040a416c69636500", "")]
    [InlineData("""{"type":["integer","string"]}""", "false", "040a66616c7365", "")]
    [InlineData("""{}""", "5", "020235", "")]
    public void A_value_of_another_type_is_converted_or_null_with_a_reason(string schema, string value, string hex, string change)
    {
        var read = AvroReading.Read(Field(schema, value, out var stream), stream.Schema);
        Assert.Equal((hex, change.Replace(" ", " NULLED DESTINATION_", StringComparison.Ordinal)), (Field(schema, value), read.Changes));
    }

    [Fact]
    public void Changes_that_came_with_a_record_stay_before_its_own_and_none_comes_twice()
    {
        var stream = new AvroStream("""{"properties":{"a":{"type":"integer"}},"type":"object"}""");
        const string Own = """
            [{"field":"b","change":"TRUNCATED","reason":"SOURCE_FIELD_SIZE_LIMITATION"},{"field":"c","change":"NULLED","reason":null},
            {"field":"a","change":"NULLED","reason":"DESTINATION_SERIALIZATION_ERROR"},{"change":"NULLED","field":"c"}]
            """;
        Assert.Equal(
            "b TRUNCATED SOURCE_FIELD_SIZE_LIMITATION, c NULLED , a NULLED DESTINATION_SERIALIZATION_ERROR",
            AvroReading.Read(stream.Write("""{"a":[]}""", Own)!, stream.Schema).Changes);
    }

    [Fact]
    public void What_leaves_no_trace_is_counted_by_field()
    {
        var stream = new AvroStream(
            """{"type":"object","properties":{"a":{"type":"array","items":{"type":"integer"}},"o":{"type":"object","properties":{"p":{}}}}}""",
            new AvroOptions(WithMetadata: false));
        stream.Write("""{"a":[1,"x","y"],"o":{"q":1,"p":2},"z":[{}]}""");
        stream.Write("""{"z":1,"o":5,"a":null,"a":[true]}""");
        Assert.Equal("o.q 1, z 2, a.[] 3, o 1", string.Join(", ", stream.Lost.ByField.Select(lost => $"{lost.Path} {lost.Count}")));
    }

    [Fact]
    public void Data_of_which_nothing_is_known_is_kept_as_JSON_and_data_that_is_no_object_is_not_written()
    {
        var stream = new AvroStream("""{"type":"object"}""", new AvroOptions(WithMetadata: false));
        Assert.Equal(
            (Frame + "02" + "107b2261223a20317d", (byte[]?)null),
            (Convert.ToHexStringLower(stream.Write("""{"a": 1}""")!), stream.Write("[1]")));
    }

    private static string Field(string schema, string value) => Convert.ToHexStringLower(
        new AvroStream($$$"""{"type":"object","properties":{"f":{{{schema}}}}}""", new AvroOptions(WithMetadata: false))
            .Write($$"""{"f":{{value}}}""")!.AsSpan(5));

    private static byte[] Field(string schema, string value, out AvroStream stream)
    {
        stream = new AvroStream($$$"""{"type":"object","properties":{"f":{{{schema}}}}}""");
        return stream.Write($$"""{"f": {{value}} }""")!;
    }

    private static string Hex(byte[] record)
    {
        var hex = Convert.ToHexStringLower(record);
        var id = Encoding.ASCII.GetString(record, 6, 36);
        Assert.True(Guid.TryParseExact(id, "D", out _), id);
        return hex[..12] + new string('.', 72) + hex[84..];
    }
}
