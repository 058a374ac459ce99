using System.Buffers.Binary;
using System.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>Takes an answer of Kafka's protocol apart.</summary>
/// <remarks>Throws <see cref="ArgumentOutOfRangeException"/> where the answer ends too early.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public short ReadInt16() => BinaryPrimitives.ReadInt16BigEndian(Take(sizeof(short)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    /// <summary>A variable-length number.</summary>
    public int ReadUnsigned()
    {
        uint value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            value |= (uint)(next & 0x7F) << shift;
            if ((next & 0x80) == 0 || shift > 28)
            {
                return (int)value;
            }
        }
    }

    public string ReadText() => Encoding.UTF8.GetString(Take(ReadInt16()));

    /// <summary>A text that may be null, which has the length -1.</summary>
    public string? ReadNullableText() => ReadInt16() is var length && length == -1 ? null : Encoding.UTF8.GetString(Take(length));

    public string ReadCompactText() => Encoding.UTF8.GetString(Take(ReadUnsigned() - 1));

    /// <summary>Skips the optional fields at the end of a structure.</summary>
    public void SkipTags()
    {
        for (var count = ReadUnsigned(); count > 0; count--)
        {
            _ = ReadUnsigned();
            _ = Take(ReadUnsigned());
        }
    }

    /// <summary>The next optional field's number and content.</summary>
    public (int Tag, byte[] Content) ReadTag() => (ReadUnsigned(), Take(ReadUnsigned()).ToArray());

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
