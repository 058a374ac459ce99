using System.Globalization;
using System.Runtime.CompilerServices;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Cuts bytes that come in pieces into lines. A line within one piece is not copied; one across pieces is put together once.
/// </summary>
/// <remarks>Lines end with LF or CRLF. Not for use by several threads at once.</remarks>
internal sealed class LineSplitter
{
    /// <summary>
    /// The longest line, in bytes: far above what Kafka can take, so that input without line ends does not fill the memory.
    /// </summary>
    public const int MaxLineLength = 256 * 1024 * 1024;

    private const int KeptCarryLength = 4 * 1024 * 1024;

    private byte[] _carry = [];
    private int _carried;
    private bool _carryTaken;

    /// <summary>The number of the line that was returned last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Takes the next whole line; what is left of a line without an end is kept for the next piece.</summary>
    /// <param name="piece">The bytes; shortened by what was taken.</param>
    /// <param name="line">The line, valid until the next call.</param>
    /// <returns>Whether there was a whole line.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.MessageMalformed"/>: a line longer than <see cref="MaxLineLength"/>.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryNext(ref ReadOnlySpan<byte> piece, out TerminatedLine line)
    {
        ForgetTakenCarry();
        var end = piece.IndexOf((byte)'\n');
        if (end < 0)
        {
            Carry(piece);
            piece = [];
            line = default;
            return false;
        }

        var whole = piece[..(end + 1)];
        piece = piece[(end + 1)..];
        if (_carried > 0)
        {
            Carry(whole);
            whole = TakeCarry();
        }

        line = Trim(whole);
        return true;
    }

    /// <summary>Takes the last line when the input is at its end and the line has none.</summary>
    /// <param name="line">The line, valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryLast(out TerminatedLine line)
    {
        ForgetTakenCarry();
        if (_carried == 0)
        {
            line = default;
            return false;
        }

        Carry("\n"u8);
        line = Trim(TakeCarry());
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TerminatedLine Trim(ReadOnlySpan<byte> line)
    {
        LineNumber++;
        return new TerminatedLine(line is [.. var text, (byte)'\r', (byte)'\n'] ? line[..(text.Length + 1)] : line);
    }

    private void Carry(ReadOnlySpan<byte> part)
    {
        var length = (long)_carried + part.Length;
        if (length > MaxLineLength)
        {
            throw new AirbyteKafkaException(ErrorKind.MessageMalformed, string.Create(
                CultureInfo.InvariantCulture,
                $"Line {LineNumber + 1} of the input is longer than {MaxLineLength / 1024 / 1024} MiB. Airbyte messages are one a line; "
                    + $"check that the input has line ends."))
            {
                Line = LineNumber + 1,
            };
        }

        if (length > _carry.Length)
        {
            Array.Resize(ref _carry, (int)Math.Min(Math.Max(length, 2L * _carry.Length), MaxLineLength));
        }

        part.CopyTo(_carry.AsSpan(_carried));
        _carried = (int)length;
    }

    private ReadOnlySpan<byte> TakeCarry()
    {
        _carryTaken = true;
        return _carry.AsSpan(0, _carried);
    }

    private void ForgetTakenCarry()
    {
        if (!_carryTaken)
        {
            return;
        }

        _carryTaken = false;
        _carried = 0;
        if (_carry.Length > KeptCarryLength)
        {
            _carry = [];
        }
    }
}
