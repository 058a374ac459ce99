using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>Records that are unfit, and what is written in their place, on a real Kafka.</summary>
public sealed class DeadLetterTests(BrokerPool brokers)
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData(",\"sync_producer\":true")]
    [InlineData(",\"acks\":\"0\"")]
    public async Task Go_to_their_topic_and_are_counted_apart(string more)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var prefix = TestBroker.UniquePrefix();
        await kafka.CreateTopicAsync($"{prefix}small", settings: new Dictionary<string, string> { ["max.message.bytes"] = "2000" });
        await kafka.CreateTopicAsync($"{prefix}dead");
        var input = string.Join(
            '\n',
            WriteRun.Record("shop.small", $$"""{"n":1,"t":"{{new string('x', 3000)}}"}""", emittedAt: 7),
            WriteRun.Record("shop.small", """{"n":2}"""),
            WriteRun.StreamState("shop.small", 1),
            WriteRun.Record("la\\u0072ge", $$"""{"n":3,"t":"{{new string('y', 60_000)}}"}"""),
            WriteRun.Record("large", """{"n":4}"""),
            WriteRun.StreamState("shop.small", 2),
            WriteRun.StreamState("large", 3));

        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $$"""
            "topic_pattern":"{{prefix}}{stream}","max_request_size":50000,
            "on_record_error":"dead_letter","dead_letter_topic":"{{prefix}}dead"{{more}}
            """,
            "shop.small large",
            input,
            Test);

        Assert.Equal("none", run.FailureId);
        Assert.Equal(
            [
                WriteRun.StreamState("shop.small", 1, Stats(1, 1)), WriteRun.StreamState("shop.small", 2, Stats(0, 0)),
                WriteRun.StreamState("large", 3, Stats(1, 1)),
            ],
            run.States);
        Assert.Equal(
            (2, 0, 0, 2, "shop.small 1 1, .large 1 1"),
            (run.Result.Records, run.Result.FailedRecords, run.Result.UnknownRecords, run.Result.RejectedRecords,
                string.Join(", ", run.Result.Streams.Select(stream => string.Create(
                    CultureInfo.InvariantCulture, $"{stream.Namespace}.{stream.Stream} {stream.Records} {stream.RejectedRecords}")))));
        Assert.Contains(
            "Warn: 2 records were unfit and went to a dead letter topic, with the reason. By stream: shop.small: 1, large: 1.", run.Logs);
        var letters = (await kafka.ReadAllAsync($"{prefix}dead", Test)).Select(record =>
        {
            using var value = JsonDocument.Parse(record.Value);
            var letter = value.RootElement;
            var error = letter.GetProperty("_airbyte_error");
            return (
                IsKeyed: letter.GetProperty("_airbyte_raw_id").GetString() == Encoding.UTF8.GetString(record.Key!),
                Stream: $"{letter.GetProperty("_airbyte_namespace").GetRawText()} {letter.GetProperty("_airbyte_stream").GetString()} "
                    + letter.GetProperty("_airbyte_extracted_at").GetRawText(),
                Error: $"{error.GetProperty("kind").GetString()} {error.GetProperty("topic").GetString()} "
                    + error.GetProperty("line").GetRawText(),
                Message: error.GetProperty("message").GetString()!.Contains("allows. Raise max_request_size", StringComparison.Ordinal),
                Data: letter.GetProperty("_airbyte_data") is { ValueKind: JsonValueKind.Object } data
                    ? data.GetProperty("n").GetInt32() : 0,
                Bytes: letter.GetProperty("_airbyte_data_bytes").GetInt32());
        });
        Assert.Equal(
            [
                (true, "\"shop\" small 7", $"RecordTooLarge {prefix}small 1", true, 1, 3014),
                (true, "null large 1", $"RecordTooLarge {prefix}large 4", true, 0, 60_014),
            ],
            letters);
    }

    [Theory]
    [InlineData("flattened", "\"record_key\":\"primary_key\",\"key_format\":\"json\"", """{"id":7}""")]
    [InlineData("data", "\"partition_key_field\":\"id,r\"", "7|eu")]
    [InlineData("data", "\"record_key\":\"primary_key\"", "7")]
    public async Task Of_a_deleted_row_have_its_key_its_headers_and_the_time_of_writing(string shape, string key, string expectedKey)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        await kafka.CreateTopicAsync($"{topic}_dead");
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        const string Data = """{"id":7,"r":"eu","_ab_cdc_deleted_at":"2026-01-01"}""";
        var catalog = ConfiguredCatalog.Parse(
            """{"streams":[{"stream":{"name":"s","json_schema":{"properties":{"_ab_cdc_deleted_at":{}}}},"primary_key":[["id"]]}]}"""u8, "test");
        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $$"""
            "topic_pattern":"{{topic}}","on_record_error":"dead_letter","dead_letter_topic":"{{topic}}_dead","value_shape":"{{shape}}",{{key}},
            "cdc_deletion_mode":"Hard delete","headers":"airbyte","record_timestamp":"emitted_at"
            """,
            catalog,
            new MemoryStream(Encoding.UTF8.GetBytes(string.Join(
                '\n', WriteRun.Record("s", Data, now), WriteRun.Record("s", Data, now + 9_000_000), WriteRun.StreamState("s", 1)))),
            Test);

        var row = Assert.Single(await kafka.ReadAllAsync(topic, Test));
        var letter = Assert.Single(await kafka.ReadAllAsync($"{topic}_dead", Test));
        using var value = JsonDocument.Parse(letter.Value);
        Assert.Equal(
            ("none", WriteRun.StreamState("s", 1, Stats(1, 1)), expectedKey, null, Milliseconds(row), expectedKey, Data, "RecordInvalid", true,
                "_airbyte_raw_id,_airbyte_stream,_airbyte_extracted_at,_airbyte_cdc_operation=delete"),
            (run.FailureId, string.Join('\n', run.States), Text(row.Key), Text(row.Value), now, Text(letter.Key),
                value.RootElement.GetProperty("_airbyte_data").GetRawText(),
                value.RootElement.GetProperty("_airbyte_error").GetProperty("kind").GetString(),
                Milliseconds(letter) < now + 3_600_000,
                string.Join(',', letter.Headers.Select(header => header.Key == "_airbyte_cdc_operation"
                    ? $"{header.Key}={Text(header.Value)}" : header.Key))));

        static string? Text(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);

        static long Milliseconds(TestRecord record) => new DateTimeOffset(record.Timestamp).ToUnixTimeMilliseconds();
    }

    [Fact]
    public async Task End_the_write_where_not_even_what_is_known_of_them_fits()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var topic = TestBroker.UniqueTopic();
        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $$"""
            "topic_pattern":"{{topic}}","max_request_size":300,"on_record_error":"dead_letter","dead_letter_topic":"{{topic}}_dead"
            """,
            topic,
            WriteRun.Record(topic, $$"""{"t":"{{new string('x', 300)}}"}"""),
            Test);
        Assert.Equal(("RecordTooLarge", 0), (run.FailureId, run.Result.RejectedRecords));
    }

    [Fact]
    public async Task End_the_write_where_their_topic_does_not_take_them_and_no_state_leaves()
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.NoTopicCreation);
        var topic = TestBroker.UniqueTopic();
        await kafka.CreateTopicAsync(topic);
        var run = WriteRun.Of(
            kafka.BootstrapServers,
            $$"""
            "topic_pattern":"{{topic}}","max_request_size":5000,"max_block_ms":500,
            "on_record_error":"dead_letter","dead_letter_topic":"{{topic}}_dead"
            """,
            topic,
            string.Join(
                '\n', WriteRun.Record(topic, "{}"), WriteRun.StreamState(topic, 1),
                WriteRun.Record(topic, $$"""{"t":"{{new string('x', 6000)}}"}"""), WriteRun.StreamState(topic, 2)),
            Test);
        Assert.Equal(
            ("TopicMissing", 1, 0, 1, WriteRun.StreamState(topic, 1, Stats(1, 0))),
            (run.FailureId, run.Result.Records, run.Result.RejectedRecords, run.Result.FailedRecords, string.Join('\n', run.States)));
        Assert.Contains($"line 3 (stream '{topic}') was not delivered. Topic '{topic}_dead' does not exist", run.Result.Failure!.Message,
            StringComparison.Ordinal);
    }

    private static string Stats(int records, int rejected) => string.Create(
        CultureInfo.InvariantCulture, $$""","destinationStats":{"recordCount":{{records}}.0,"rejectedRecordCount":{{rejected}}.0}""");
}
