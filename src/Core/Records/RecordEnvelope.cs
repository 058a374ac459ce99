using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>The value of a Kafka record: compact JSON around the <c>data</c> that came in, whose bytes are taken as they are.</summary>
/// <remarks><c>{"_airbyte_ab_id":"KEY","_airbyte_stream":"STREAM","_airbyte_emitted_at":MS,"_airbyte_data":DATA}</c></remarks>
public static class RecordEnvelope
{
    /// <summary>Where the record's key lies in its value: the key Kafka gets is this very text.</summary>
    public const int KeyOffset = 19;

    private static ReadOnlySpan<byte> BeforeKey => "{\"_airbyte_ab_id\":\""u8;

    private static ReadOnlySpan<byte> BeforeStream => "\",\"_airbyte_stream\":\""u8;

    private static ReadOnlySpan<byte> BeforeEmittedAt => "\",\"_airbyte_emitted_at\":"u8;

    private static ReadOnlySpan<byte> BeforeData => ",\"_airbyte_data\":"u8;

    /// <summary>The part that is the same for every record of a stream: from the key's end to <c>emitted_at</c>.</summary>
    /// <param name="stream">The stream's name as the contents of a JSON string, escapes as they came in.</param>
    public static byte[] StreamPart(ReadOnlySpan<byte> stream) => [.. BeforeStream, .. stream, .. BeforeEmittedAt];

    /// <summary>Length in bytes of a value.</summary>
    /// <param name="streamPart">From <see cref="StreamPart"/>.</param>
    /// <param name="emittedAt">Length of the <c>emitted_at</c> token.</param>
    /// <param name="data">Length of the <c>data</c> value.</param>
    public static int Length(ReadOnlySpan<byte> streamPart, int emittedAt, int data) =>
        KeyOffset + RecordKeyGenerator.KeyLength + streamPart.Length + emittedAt + BeforeData.Length + data + 1;

    /// <summary>Writes a value.</summary>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <param name="keys">Gives the record its key.</param>
    /// <param name="streamPart">From <see cref="StreamPart"/>.</param>
    /// <param name="emittedAt">The <c>emitted_at</c> token.</param>
    /// <param name="data">The <c>data</c> value.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(
        Span<byte> destination, RecordKeyGenerator keys, ReadOnlySpan<byte> streamPart, ReadOnlySpan<byte> emittedAt, ReadOnlySpan<byte> data)
    {
        BeforeKey.CopyTo(destination);
        keys.WriteNext(destination[KeyOffset..]);
        destination = destination[(KeyOffset + RecordKeyGenerator.KeyLength)..];
        destination = Append(destination, streamPart);
        destination = Append(destination, emittedAt);
        destination = Append(destination, BeforeData);
        destination = Append(destination, data);
        destination[0] = (byte)'}';
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination);
        return destination[part.Length..];
    }
}
