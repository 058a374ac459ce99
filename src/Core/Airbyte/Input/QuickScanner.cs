using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Reads messages in the form in which sources write them, several times faster than a general reader; it leaves all others to
/// <see cref="MessageScanner"/>.
/// </summary>
/// <remarks>
/// It checks every byte of what it takes: it never takes a line that <see cref="MessageScanner"/> refuses, or reads one otherwise.
/// </remarks>
internal static unsafe class QuickScanner
{
    /// <summary>Reads a line whose first byte is <c>{</c>.</summary>
    /// <param name="line">The line.</param>
    /// <param name="message">Where its parts lie.</param>
    /// <returns>Whether the line was one for this reader.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool TryScan(TerminatedLine line, out ScannedMessage message)
    {
        var bytes = line.WithTerminator;
        fixed (byte* start = &MemoryMarshal.GetReference(bytes))
        {
            var parts = new Parts { Start = start, Specials = new SpecialBytes(start, start + bytes.Length - 1) };
            var behind = ScanMessage(ref parts);
            if (behind is null || JsonSkipper.SkipBlanks(behind) != parts.Specials.End || !parts.IsComplete)
            {
                message = default;
                return false;
            }

            message = new ScannedMessage
            {
                Type = parts.Type,
                TypeName = parts.TypeName,
                Stream = parts.Stream,
                Namespace = parts.Namespace,
                EmittedAt = parts.EmittedAt,
                IsEmittedAtPlain = parts.EmittedAt.IsPresent,
                MayBeInvalidText = parts.Specials.MayBeInvalid,
                Data = parts.Data,
                Meta = parts.Meta,
                State = parts.State,
                Message = new ByteSlice(0, (int)(behind - start)),
            };
            return true;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ScanMessage(ref Parts parts)
    {
        var at = JsonSkipper.SkipBlanks(parts.Start + 1);
        while (true)
        {
            var name = at + 1;
            at = SkipName(at, ref parts);
            if (at is null)
            {
                return null;
            }

            if (Is(name, "record\""u8, parts))
            {
                at = parts.IsFirst(MessageNames.Record) ? ScanRecord(at, ref parts) : null;
            }
            else if (Is(name, "type\""u8, parts))
            {
                at = parts.IsFirst(MessageNames.Type) ? ScanType(at, ref parts) : null;
            }
            else if (Is(name, "state\""u8, parts))
            {
                at = parts.IsFirst(MessageNames.State) ? ScanState(at, ref parts) : null;
            }
            else
            {
                at = JsonSkipper.SkipValue(at, ref parts.Specials);
            }

            at = SkipBehindValue(at, out var isLast);
            if (isLast || at is null)
            {
                return at;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ScanType(byte* at, ref Parts parts)
    {
        if (Is(at, "\"RECORD\""u8, parts))
        {
            parts.Type = MessageType.Record;
        }
        else if (Is(at, "\"STATE\""u8, parts))
        {
            parts.Type = MessageType.State;
        }
        else
        {
            // What another type means for the line is not quickly said.
            return null;
        }

        var behind = JsonSkipper.SkipString(at + 1, ref parts.Specials);
        parts.TypeName = parts.Slice(at + 1, behind - 1);
        return behind;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ScanState(byte* at, ref Parts parts)
    {
        var behind = JsonSkipper.SkipValue(at, ref parts.Specials);
        if (*at == '{')
        {
            parts.State = parts.Slice(at, behind);
            return behind;
        }

        return *at == 'n' ? behind : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ScanRecord(byte* at, ref Parts parts)
    {
        if (*at != '{')
        {
            return null;
        }

        parts.HasRecord = true;
        at = JsonSkipper.SkipBlanks(at + 1);
        while (true)
        {
            var name = at + 1;
            at = SkipName(at, ref parts);
            if (at is null)
            {
                return null;
            }

            var value = at;
            if (Is(name, "emitted_at\""u8, parts))
            {
                at = parts.IsFirst(MessageNames.EmittedAt) ? JsonSkipper.SkipShortInteger(value) : null;
                parts.EmittedAt = parts.Slice(value, at);
            }
            else
            {
                at = JsonSkipper.SkipValue(value, ref parts.Specials);
                if (at is null)
                {
                    return null;
                }

                if (Is(name, "data\""u8, parts))
                {
                    at = parts.IsFirst(MessageNames.Data) ? at : null;
                    parts.Data = *value == 'n' ? default : parts.Slice(value, at);
                }
                else if (Is(name, "stream\""u8, parts))
                {
                    at = parts.IsFirst(MessageNames.Stream) ? at : null;
                    parts.Stream = *value == '"' ? parts.Slice(value + 1, at - 1) : default;
                }
                else if (Is(name, "namespace\""u8, parts))
                {
                    at = parts.IsFirst(MessageNames.Namespace) ? at : null;
                    parts.Namespace = *value == '"' ? parts.Slice(value + 1, at - 1) : default;
                }
                else if (Is(name, "meta\""u8, parts))
                {
                    parts.Meta = parts.Slice(value, at);
                }
            }

            at = SkipBehindValue(at, out var isLast);
            if (isLast || at is null)
            {
                return at;
            }
        }
    }

    /// <summary>
    /// Steps over a property's name, its colon and the blanks around; not over a name with escapes, which may spell any name.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* SkipName(byte* at, ref Parts parts)
    {
        if (*at != '"')
        {
            return null;
        }

        at = parts.Specials.Next(at + 1);
        if (*at != '"')
        {
            return null;
        }

        at = JsonSkipper.SkipBlanks(at + 1);
        return *at == ':' ? JsonSkipper.SkipBlanks(at + 1) : null;
    }

    /// <summary>Steps over what stands behind a value: a comma, to the next name, or the brace that ends the object.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* SkipBehindValue(byte* at, out bool isLast)
    {
        isLast = false;
        if (at is null)
        {
            return null;
        }

        at = JsonSkipper.SkipBlanks(at);
        isLast = *at == '}';
        return isLast ? at + 1 : *at == ',' ? JsonSkipper.SkipBlanks(at + 1) : null;
    }

    // The closing quote is part of what is compared, so that no longer name begins like it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Is(byte* at, ReadOnlySpan<byte> text, in Parts parts) =>
        parts.Specials.End - at >= text.Length && new ReadOnlySpan<byte>(at, text.Length).SequenceEqual(text);

    private ref struct Parts
    {
        public byte* Start;
        public SpecialBytes Specials;
        public MessageNames Seen;
        public bool HasRecord;
        public MessageType Type;
        public ByteSlice TypeName;
        public ByteSlice Stream;
        public ByteSlice Namespace;
        public ByteSlice EmittedAt;
        public ByteSlice Data;
        public ByteSlice Meta;
        public ByteSlice State;

        /// <summary>Whether the message has what its type asks for; if not, <see cref="MessageScanner"/> finds the words for it.</summary>
        public readonly bool IsComplete => Type switch
        {
            MessageType.Record => HasRecord && Stream.IsPresent && Data.IsPresent && EmittedAt.IsPresent && !State.IsPresent,
            MessageType.State => State.IsPresent && !HasRecord,
            _ => false,
        };

        public readonly ByteSlice Slice(byte* from, byte* to) => new((int)(from - Start), (int)(to - from));

        /// <summary>Whether a name comes for the first time. Of two values of one name, one would be lost.</summary>
        public bool IsFirst(MessageNames name)
        {
            var isFirst = (Seen & name) == 0;
            Seen |= name;
            return isFirst;
        }
    }
}
