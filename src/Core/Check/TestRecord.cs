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
        var shape = RecordShape.EnvelopeWithRandomKey();
        var plan = shape.Plan("test-topic-stream"u8);
        var emittedAt = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture));
        var content = new RecordContent(emittedAt, "{\"test-key\":\"test-value\"}"u8);
        var parts = shape.Measure(plan, content);
        var memory = new byte[parts.Memory];
        shape.Write(memory, plan, content);
        return new(parts.Key.Of(memory).ToArray(), parts.Value.Of(memory).ToArray());
    }
}
