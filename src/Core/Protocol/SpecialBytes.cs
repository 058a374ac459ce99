using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AirbyteKafka.Protocol;

/// <summary>Finds the bytes of a text at which its strings end or are interrupted: quotes, backslashes and control characters.</summary>
/// <remarks>
/// Names and strings are mostly shorter than what a processor compares at once. So it looks at a window of 64 bytes, and keeps what it found there as
/// bits: the next string needs no more than a shift and a count, and does not wait for bytes to be loaded and compared again.
/// </remarks>
internal unsafe struct SpecialBytes
{
    private const int WindowSize = 64;

    private readonly byte* _start;
    private byte* _window;
    private ulong _specials;

    /// <summary>Takes a text.</summary>
    /// <param name="start">Its first byte.</param>
    /// <param name="end">The CR or LF that ends it.</param>
    internal SpecialBytes(byte* start, byte* end)
    {
        _start = start;
        End = end;

        // No place of the text lies in it.
        _window = end + 1;
    }

    /// <summary>The CR or LF that ends the text.</summary>
    internal readonly byte* End { get; }

    /// <summary>The next quote, backslash or control character, at the latest the text's end.</summary>
    /// <param name="at">Where to begin.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal byte* Next(byte* at)
    {
        var offset = (nuint)(at - _window);
        if (offset < WindowSize)
        {
            var rest = _specials >> (int)offset;
            if (rest != 0)
            {
                return at + BitOperations.TrailingZeroCount(rest);
            }

            at = _window + WindowSize;
        }

        return NextByWindows(at);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* NextByWindows(byte* at)
    {
        var last = End + 1 - WindowSize;
        if (last < _start)
        {
            while (*at != '"' && *at != '\\' && *at >= ' ')
            {
                at++;
            }

            return at;
        }

        while (true)
        {
            // The last window ends with the text, whose end is special: this comes to an end.
            _window = at < last ? at : last;
            _specials = SpecialsOf(_window);
            var rest = _specials >> (int)(at - _window);
            if (rest != 0)
            {
                return at + BitOperations.TrailingZeroCount(rest);
            }

            at = _window + WindowSize;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong SpecialsOf(byte* window) =>
        SpecialsOf(Vector256.Load(window)) | ((ulong)SpecialsOf(Vector256.Load(window + Vector256<byte>.Count)) << Vector256<byte>.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SpecialsOf(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(bytes, Vector256.Min(bytes, Vector256.Create((byte)(' ' - 1))))).ExtractMostSignificantBits();
}
