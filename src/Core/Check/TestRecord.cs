using System.Globalization;
using System.Text;
using AirbyteKafka.Records;

namespace AirbyteKafka.Check;

/// <summary>The record that the check writes to <c>test_topic</c>, as the Java connector's check makes it.</summary>
/// <param name="Key">Its key: a UUID as text.</param>
/// <param name="Value">Its value: the usual envelope.</param>
internal sealed record TestRecord(byte[] Key, byte[] Value)
{
    /// <summary>A new one.</summary>
    public static TestRecord Make(DateTimeOffset now)
    {
        var data = "{\"test-key\":\"test-value\"}"u8;
        var streamPart = RecordEnvelope.StreamPart("test-topic-stream"u8);
        var emittedAt = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var value = new byte[RecordEnvelope.Length(streamPart, emittedAt.Length, data.Length)];
        RecordEnvelope.Write(value, new RecordKeyGenerator(), streamPart, emittedAt, data);
        return new(value.AsSpan(RecordEnvelope.KeyOffset, RecordKeyGenerator.KeyLength).ToArray(), value);
    }
}
