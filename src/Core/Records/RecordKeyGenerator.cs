using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace AirbyteKafka.Records;

/// <summary>Makes record keys: the text of random UUIDs (version 4, RFC 9562), lower case with hyphens. Not for use by several threads at once.</summary>
public sealed class RecordKeyGenerator
{
    /// <summary>Bytes of one key.</summary>
    public const int KeyLength = 36;

    private const int UuidLength = 16;

    // Two hexadecimal digits for every byte, as they lie in memory.
    private static readonly ushort[] HexPairs = MakeHexPairs();

    // One call to the operating system's generator serves 256 keys.
    private readonly byte[] _random = new byte[256 * UuidLength];
    private int _used;

    /// <summary>Makes a generator; nothing is drawn before the first key.</summary>
    public RecordKeyGenerator() => _used = _random.Length;

    /// <summary>Writes the next key.</summary>
    /// <param name="destination">Takes <see cref="KeyLength"/> ASCII bytes.</param>
    public void WriteNext(Span<byte> destination)
    {
        if (_used == _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        var uuid = _random.AsSpan(_used, UuidLength);
        _used += UuidLength;
        uuid[6] = (byte)((uuid[6] & 0x0F) | 0x40);
        uuid[8] = (byte)((uuid[8] & 0x3F) | 0x80);

        destination = destination[..KeyLength];
        WriteHex(uuid[..4], destination);
        destination[8] = (byte)'-';
        WriteHex(uuid[4..6], destination[9..]);
        destination[13] = (byte)'-';
        WriteHex(uuid[6..8], destination[14..]);
        destination[18] = (byte)'-';
        WriteHex(uuid[8..10], destination[19..]);
        destination[23] = (byte)'-';
        WriteHex(uuid[10..], destination[24..]);
    }

    private static void WriteHex(ReadOnlySpan<byte> bytes, Span<byte> destination)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            MemoryMarshal.Write(destination[(2 * i)..], HexPairs[bytes[i]]);
        }
    }

    private static ushort[] MakeHexPairs()
    {
        var pairs = new ushort[256];
        for (var value = 0; value < pairs.Length; value++)
        {
            ReadOnlySpan<byte> digits = ["0123456789abcdef"u8[value >> 4], "0123456789abcdef"u8[value & 15]];
            pairs[value] = MemoryMarshal.Read<ushort>(digits);
        }

        return pairs;
    }
}
