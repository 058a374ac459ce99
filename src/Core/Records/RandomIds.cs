using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace AirbyteKafka.Records;

/// <summary>Random ids of records: the text of a UUID (version 4, RFC 9562), lower case with hyphens. For one thread at a time.</summary>
internal sealed class RandomIds
{
    /// <summary>Bytes of one id.</summary>
    internal const int Length = 36;

    private const int UuidLength = 16;

    // The bytes whose upper bits are the version and the variant.
    private const int VersionByte = 6;
    private const int VariantByte = 8;

    // One call to the operating system's generator serves 256 ids; Guid.NewGuid would make one for each.
    private readonly byte[] _random = new byte[256 * UuidLength];
    private int _used;

    /// <summary>Makes a generator; nothing is drawn before the first id.</summary>
    internal RandomIds() => _used = _random.Length;

    /// <summary>Writes the next id.</summary>
    /// <param name="destination">Takes <see cref="Length"/> ASCII bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void WriteNext(Span<byte> destination)
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
