using System.Buffers.Binary;
using System.Text;

namespace AirbyteKafka.Check.Probe;

/// <summary>Puts a request of Kafka's protocol together.</summary>
internal sealed class WireWriter
{
    private readonly List<byte> _bytes = [];

    public void WriteInt16(short value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(short)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, value);
        _bytes.AddRange(bytes);
    }

    public void WriteInt32(int value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        _bytes.AddRange(bytes);
    }

    public void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        WriteInt16((short)bytes.Length);
        _bytes.AddRange(bytes);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        _bytes.AddRange(bytes);
    }

    /// <summary>A text of fewer than 127 bytes, as the newer requests want it.</summary>
    public void WriteCompactText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _bytes.Add((byte)(bytes.Length + 1));
        _bytes.AddRange(bytes);
    }

    /// <summary>The end of a structure without optional fields.</summary>
    public void WriteNoTags() => _bytes.Add(0);

    /// <summary>The request with its length in front.</summary>
    public byte[] ToFrame()
    {
        var frame = new byte[sizeof(int) + _bytes.Count];
        BinaryPrimitives.WriteInt32BigEndian(frame, _bytes.Count);
        _bytes.CopyTo(frame, sizeof(int));
        return frame;
    }
}
