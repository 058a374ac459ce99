using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Bytes in Avro's binary encoding. It grows to the largest record and is used again for each. For one thread at a time.</summary>
internal sealed class AvroBuffer
{
    private const int LongestVarint = 10;

    private byte[] _bytes = new byte[1024];

    /// <summary>How many bytes it holds.</summary>
    internal int Length { get; private set; }

    /// <summary>What it holds.</summary>
    internal ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>How many bytes a long takes.</summary>
    internal static int SizeOf(long value)
    {
        var size = 1;
        for (var zigzag = ZigZag(value); zigzag > 0x7F; zigzag >>= 7)
        {
            size++;
        }

        return size;
    }

    /// <summary>The text of an encoded string.</summary>
    /// <param name="encoded">Begins with it.</param>
    internal static ReadOnlySpan<byte> ReadString(ReadOnlySpan<byte> encoded)
    {
        var length = 0UL;
        var size = 0;
        do
        {
            length |= (ulong)(encoded[size] & 0x7F) << (7 * size);
        }
        while (encoded[size++] > 0x7F);

        return encoded.Slice(size, (int)(length >> 1));
    }

    /// <summary>Lets go of all behind a length.</summary>
    internal void Truncate(int length) => Length = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void WriteByte(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>An int or a long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void WriteLong(long value)
    {
        if (_bytes.Length - Length < LongestVarint)
        {
            Grow(LongestVarint);
        }

        Length += Put(_bytes.AsSpan(Length), value);
    }

    /// <summary>A string.</summary>
    /// <param name="utf8">Its text.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void WriteString(ReadOnlySpan<byte> utf8)
    {
        if (_bytes.Length - Length < LongestVarint + utf8.Length)
        {
            Grow(LongestVarint + utf8.Length);
        }

        var free = _bytes.AsSpan(Length);
        var size = Put(free, utf8.Length);
        utf8.CopyTo(free[size..]);
        Length += size + utf8.Length;
    }

    internal void WriteDouble(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);
        Length += sizeof(double);
    }

    /// <summary>Puts the number of an array's items into the byte that was kept for it, and makes room where it needs more.</summary>
    /// <param name="at">Where the byte is; the items come behind it.</param>
    /// <param name="count">At least 1.</param>
    internal void WriteCountAt(int at, int count)
    {
        var size = SizeOf(count);
        if (size > 1)
        {
            Reserve(size);
            var items = _bytes.AsSpan(at + 1, Length - at - 1);
            items.CopyTo(_bytes.AsSpan(at + size));
            Length += size - 1;
        }

        Put(_bytes.AsSpan(at), count);
    }

    /// <summary>Room for more bytes.</summary>
    internal Span<byte> Reserve(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Grow(count);
        }

        return _bytes.AsSpan(Length);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Put(Span<byte> destination, long value)
    {
        var zigzag = ZigZag(value);
        var size = 0;
        while (zigzag > 0x7F)
        {
            destination[size++] = (byte)(zigzag | 0x80);
            zigzag >>= 7;
        }

        destination[size] = (byte)zigzag;
        return size + 1;
    }

    private static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int count) =>
        Array.Resize(ref _bytes, (int)Math.Min(Array.MaxLength, Math.Max(2L * _bytes.Length, (long)Length + count)));
}
