using AirbyteKafka.Errors;
using Xunit;

namespace AirbyteKafka.Tests.Records;

/// <summary>Values of other shapes than the envelope, and headers.</summary>
public sealed class ValueAndHeaderTests
{
    private const string Known = "\"generation_id\":0,\"sync_id\":5";
    private const string Changed = """[{"field":"a","change":"NULLED","reason":"SOURCE_FIELD_SIZE_LIMITATION"}]""";
    private const string Deletable = "\"name\":\"s/ é\",\"namespace\":\"n\",\"json_schema\":{\"properties\":{\"_ab_cdc_deleted_at\":{}}}";

    [Theory]
    [InlineData("{}", "", Known, ""","_airbyte_generation_id":0,"_airbyte_meta":{"sync_id":5,"changes":[]}}""")]
    [InlineData("{ }", "", Known, ""","_airbyte_generation_id":0,"_airbyte_meta":{"sync_id":5,"changes":[]} }""")]
    [InlineData("{ \"a\":1}", "", Known, ""","_airbyte_generation_id":0,"_airbyte_meta":{"sync_id":5,"changes":[]}, "a":1}""")]
    [InlineData("{\"a\":1}", "", "", ""","_airbyte_meta":{"changes":[]},"a":1}""")]
    [InlineData("{\"a\":1}", ",\"meta\":{\"changes\":" + Changed + "}", "", ""","_airbyte_meta":{"changes":""" + Changed + """},"a":1}""")]
    [InlineData("{\"a\":1}", ",\"meta\":{\"changes\":null}", "", ""","_airbyte_meta":{"changes":[]},"a":1}""")]
    [InlineData("{\"a\":1}", ",\"meta\":[1]", "", ""","_airbyte_meta":{"changes":[]},"a":1}""")]
    public void A_flattened_value_has_the_metadata_first(string data, string meta, string stream, string rest)
    {
        var record = ShapedRecord.Make("\"value_shape\":\"flattened\"", $"\"emitted_at\":1,\"data\":{data}{meta}", stream);
        Assert.Equal(("UUID", """{"_airbyte_raw_id":"UUID","_airbyte_extracted_at":1""" + rest), (record.Key, record.Value));
    }

    [Fact]
    public void Data_that_is_no_object_cannot_be_flattened() => Assert.Equal(
        (ErrorKind.MessageMalformed, "Line 7 of the input is a RECORD whose data is no object, and value_shape is 'flattened': only an object has "
            + "fields. The write ends here so that nothing is lost; mend the line or the source and run it again."),
        Assert.Throws<AirbyteKafkaException>(
            () => ShapedRecord.Make("\"value_shape\":\"flattened\"", "\"emitted_at\":1,\"data\":[]")) is var refused
            ? (refused.Kind, refused.Message) : default);

    [Theory]
    [InlineData("{ \"a\": 1 }")]
    [InlineData("[1, 2]")]
    [InlineData("\"text\"")]
    public void Data_alone_is_the_bytes_that_came(string data) => Assert.Equal(
        ("UUID", data), ShapedRecord.Make("\"value_shape\":\"data\"", $"\"emitted_at\":1,\"data\":{data}") is var record
            ? (record.Key, record.Value) : default);

    [Theory]
    [InlineData("\"name\":\"s\"", "", "null", "", "_airbyte_raw_id=UUID\n_airbyte_stream=s\n_airbyte_extracted_at=1767323045678\n")]
    [InlineData(
        Deletable, Known, "null", ",\"meta\":{\"changes\":" + Changed + "}",
        "_airbyte_raw_id=UUID\n_airbyte_stream=s/ é\n_airbyte_namespace=n\n_airbyte_extracted_at=1767323045678\n_airbyte_generation_id=0\n"
        + "_airbyte_sync_id=5\n_airbyte_cdc_operation=upsert\n_airbyte_meta_changes=" + Changed + "\n")]
    [InlineData(
        Deletable, "", "\"2026\"", ",\"meta\":{\"changes\":[ ]}",
        "_airbyte_raw_id=UUID\n_airbyte_stream=s/ é\n_airbyte_namespace=n\n_airbyte_extracted_at=1767323045678\n_airbyte_cdc_operation=delete\n")]
    public void Airbytes_headers_say_what_is_known(string stream, string entry, string deletedAt, string meta, string headers) =>
        Assert.Equal(headers, ShapedRecord.Make(
            "\"headers\":\"airbyte\"", $"\"emitted_at\":1767323045678,\"data\":{{\"_ab_cdc_deleted_at\":{deletedAt}}}{meta}", entry, stream).Headers);

    [Theory]
    [InlineData("\"name\":\"s\"", "null", "1767323045678", "/airbyte/s", "com.airbyte.record", "ce_time=2026-01-02T03:04:05.678Z\n")]
    [InlineData(Deletable, "1", "0", "/airbyte/n/s%2F%20%C3%A9", "com.airbyte.record.deleted", "ce_time=1970-01-01T00:00:00.000Z\n")]
    [InlineData("\"name\":\"s\"", "null", "9223372036854775807", "/airbyte/s", "com.airbyte.record", "")]
    public void Headers_of_CloudEvents_are_those_of_its_binary_mode(
        string stream, string deletedAt, string emittedAt, string source, string type, string time) => Assert.Equal(
        $"ce_specversion=1.0\nce_id=UUID\nce_source={source}\nce_type={type}\n{time}content-type=application/json\n",
        ShapedRecord.Make(
            "\"headers\":\"cloudevents\"", $"\"emitted_at\":{emittedAt},\"data\":{{\"_ab_cdc_deleted_at\":{deletedAt}}}", "", stream).Headers);

    [Fact]
    public void A_record_has_one_id_wherever_it_stands() => Assert.Equal(
        ("7", null, "ce_id=UUID"),
        ShapedRecord.Make(
            "\"headers\":\"cloudevents\",\"partition_key_field\":\"id\",\"cdc_deletion_mode\":\"Hard delete\"",
            "\"emitted_at\":1,\"data\":{\"id\":7,\"_ab_cdc_deleted_at\":1}") is var tombstone
            ? (tombstone.Key, tombstone.Value, tombstone.Headers.Split('\n')[1]) : default);

    [Theory]
    [InlineData("1767323045678", 1767323045678)]
    [InlineData("0", 0)]
    [InlineData("-5", 0)]
    public void A_record_may_have_the_time_of_its_source(string emittedAt, long timestamp) => Assert.Equal(
        timestamp, ShapedRecord.Make("\"record_timestamp\":\"emitted_at\"", $"\"emitted_at\":{emittedAt},\"data\":{{}}").Timestamp);

    [Fact]
    public void No_combination_allocates_for_a_record()
    {
        string[] shapes = ["envelope", "flattened", "data"];
        string[] keys = ["\"record_key\":\"uuid\"", "\"record_key\":\"stream\"", "\"record_key\":\"none\"", "\"partition_key_field\":\"id,u.x,none\"",
            "\"partition_key_field\":\"id\",\"cdc_deletion_mode\":\"Hard delete\""];
        string[] headers = ["none", "airbyte", "cloudevents"];
        string[] formats = ["string", "json"];
        var allocated = (
            from shape in shapes
            from key in keys
            from header in headers
            from format in formats
            let settings = $"\"value_shape\":\"{shape}\",{key},\"headers\":\"{header}\",\"key_format\":\"{format}\""
            let bytes = AllocationMeter.BytesPerRecord(settings)
            where bytes != 0
            select $"{settings}: {bytes} bytes").ToList();
        Assert.Empty(allocated);
    }
}
