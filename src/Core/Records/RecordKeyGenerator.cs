using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AirbyteKafka.Records;

/// <summary>Makes record keys: the text of random UUIDs (version 4, RFC 9562), lower case with hyphens. Not for use by several threads at once.</summary>
public sealed class RecordKeyGenerator
{
    /// <summary>Bytes of one key.</summary>
    public const int KeyLength = 36;

    private const int UuidLength = 16;

    // The bytes whose upper bits are the version and the variant.
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    // One call to the operating system's generator serves 256 keys; Guid.NewGuid would make one for each.
    private readonly byte[] _random = new byte[256 * UuidLength];
    private int _used;

    /// <summary>Makes a generator; nothing is drawn before the first key.</summary>
    public RecordKeyGenerator() => _used = _random.Length;

    /// <summary>Writes the next key.</summary>
    /// <param name="destination">Takes <see cref="KeyLength"/> ASCII bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteNext(Span<byte> destination)
    {
        if (_used == _random.Length)
        {
            RandomNumberGenerator.Fill(_random);
            _used = 0;
        }

        var uuid = _random.AsSpan(_used, UuidLength);
        _used += UuidLength;
        uuid[VersionByte] = (byte)((uuid[VersionByte] & 0x0F) | 0x40);
        uuid[VariantByte] = (byte)((uuid[VariantByte] & 0x3F) | 0x80);
        new Guid(uuid, bigEndian: true).TryFormat(destination, out _);
    }
}
