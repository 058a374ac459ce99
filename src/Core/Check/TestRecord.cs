using System.Globalization;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check;

/// <summary>The record that the check writes to <c>test_topic</c>, as the Java connector's check makes it.</summary>
/// <param name="Key">Its key: a UUID as text, or what the configuration asks for; <see langword="null"/> for no key.</param>
/// <param name="Value">Its value: the usual envelope, or what the configuration asks for.</param>
internal sealed record TestRecord(byte[]? Key, byte[] Value)
{
    private const string Stream = "test-topic-stream";

    /// <summary>A new one.</summary>
    public static TestRecord Make(RecordOptions options, DateTimeOffset now)
    {
        // Headers point into native memory, which a single record has no need of.
        var shape = RecordShape.Of(options.WithoutHeaders);
        var plan = shape.Plan(shape.ForStream(StreamProfile.Of(new StreamDescriptor(null, Stream))), Encoding.ASCII.GetBytes(Stream));
        var content = new RecordContent
        {
            EmittedAt = Encoding.ASCII.GetBytes(now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)),
            Data = "{\"test-key\":\"test-value\"}"u8,
            Changes = shape.ChangesIn([]),
        };
        var parts = shape.Measure(plan, content);
        var memory = new byte[parts.Memory];
        shape.Write(memory, parts, plan, content);
        return new(parts.Key.IsPresent ? parts.Key.Of(memory).ToArray() : null, parts.Value.Of(memory).ToArray());
    }
}
