namespace AirbyteKafka.Records;

/// <summary>The value that the Java connector writes: compact JSON around the <c>data</c> that came in.</summary>
/// <remarks><c>{"_airbyte_ab_id":"ID","_airbyte_stream":"STREAM","_airbyte_emitted_at":MS,"_airbyte_data":DATA}</c></remarks>
internal static class Envelope
{
    /// <summary>The plan of a stream's values.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">Its name as the contents of a JSON string, escapes as they came in.</param>
    internal static RecordPlan Plan(StreamShape stream, ReadOnlySpan<byte> name) => new RecordTemplate(
        stream,
        beforeId: "{\"_airbyte_ab_id\":\""u8,
        beforeEmittedAt: [.. "\",\"_airbyte_stream\":\""u8, .. name, .. "\",\"_airbyte_emitted_at\":"u8],
        beforeData: ",\"_airbyte_data\":"u8,
        afterData: "}"u8);
}
