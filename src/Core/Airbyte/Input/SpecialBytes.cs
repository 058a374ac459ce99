using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>Finds the bytes of a text at which its strings end or are interrupted: quotes, backslashes and control characters.</summary>
/// <remarks>
/// It sees on the way whether the strings are UTF-8.
/// Names and strings are mostly shorter than what a processor compares at once. So it looks at a window of 64 bytes, and keeps what it
/// found there as
/// bits: the next string needs no more than a shift and a count, and does not wait for bytes to be loaded and compared again.
/// </remarks>
internal unsafe struct SpecialBytes
{
    private const int WindowSize = 64;

    // A window is looked at together with these: a character in it may begin there.
    private const int BytesBefore = 2;

    private readonly byte* _start;
    private byte* _window;
    private ulong _specials;
    private Vector256<byte> _suspicious;

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

    /// <summary>Whether the strings so far may hold bytes that are not UTF-8; of nearly all that are UTF-8 it is known.</summary>
    internal readonly bool MayBeInvalid => _suspicious != Vector256<byte>.Zero;

    /// <summary>The next quote, backslash or control character, at the latest the text's end.</summary>
    /// <param name="at">Where to begin; behind the text's first two bytes.</param>
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
        if (last < _start + BytesBefore)
        {
            while (*at != '"' && *at != '\\' && *at >= ' ')
            {
                if (*at >= 0x80)
                {
                    _suspicious = Vector256<byte>.AllBitsSet;
                }

                at++;
            }

            return at;
        }

        while (true)
        {
            // The last window ends with the text, whose end is special: this comes to an end.
            _window = at < last ? at : last;
            var low = Vector256.Load(_window);
            var high = Vector256.Load(_window + Vector256<byte>.Count);
            _specials = SpecialsOf(low) | ((ulong)SpecialsOf(high) << Vector256<byte>.Count);
            // With the byte before it: a window may have cut a character in two.
            if ((Vector256.Load(_window - 1) | low | high).ExtractMostSignificantBits() != 0)
            {
                NoteSuspicious();
            }

            var rest = _specials >> (int)(at - _window);
            if (rest != 0)
            {
                return at + BitOperations.TrailingZeroCount(rest);
            }

            at = _window + WindowSize;
        }
    }

    // Apart, so that its constants take no registers from windows of ASCII.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void NoteSuspicious() => _suspicious |= SuspiciousAt(_window) | SuspiciousAt(_window + Vector256<byte>.Count);

    /// <summary>The bytes that are neither ASCII nor part of a two- or three-byte character.</summary>
    /// <remarks>Characters whose second byte may not be any continuation (behind E0, ED and F0 to F4) count too.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> SuspiciousAt(byte* at)
    {
        var bytes = Vector256.Load(at);
        var before = Vector256.Load(at - 1);
        var isContinuation = IsWithin(bytes, 0x80, 0xBF);
        var isExpected = IsWithin(before, 0xC2, 0xDF) | LeadsThree(before) | LeadsThree(Vector256.Load(at - 2));
        var isOther = IsWithin(bytes, 0x00, 0x7F) | IsWithin(bytes, 0xC2, 0xDF) | LeadsThree(bytes);
        return (isContinuation ^ isExpected) | ~(isContinuation | isOther);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LeadsThree(Vector256<byte> bytes) =>
        IsWithin(bytes, 0xE1, 0xEF) & ~Vector256.Equals(bytes, Vector256.Create((byte)0xED));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> IsWithin(Vector256<byte> bytes, byte least, byte most)
    {
        var offset = bytes - Vector256.Create(least);
        return Vector256.Equals(offset, Vector256.Min(offset, Vector256.Create((byte)(most - least))));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint SpecialsOf(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create((byte)'"'))
            | Vector256.Equals(bytes, Vector256.Create((byte)'\\'))
            | Vector256.Equals(bytes, Vector256.Min(bytes, Vector256.Create((byte)(' ' - 1))))).ExtractMostSignificantBits();
}
