using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>Takes the bytes of one key after another. It grows to the longest key and is made once per write.</summary>
internal sealed class KeyBuffer
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>The bytes so far.</summary>
    internal ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _length);

    /// <summary>How many they are.</summary>
    internal int Length => _length;

    /// <summary>Begins another key.</summary>
    internal void Clear() => _length = 0;

    /// <summary>Adds a byte.</summary>
    internal void Append(byte value) => Take(1)[0] = value;

    /// <summary>Adds bytes.</summary>
    internal void Append(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Adds bytes that the caller writes.</summary>
    /// <param name="count">How many.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Span<byte> Take(int count)
    {
        var end = checked(_length + count);
        if (end > _bytes.Length)
        {
            Array.Resize(ref _bytes, (int)Math.Min(Math.Max(end, _bytes.Length * 2L), Array.MaxLength));
        }

        var taken = _bytes.AsSpan(_length, count);
        _length = end;
        return taken;
    }
}
