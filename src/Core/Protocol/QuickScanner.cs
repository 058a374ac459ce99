using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Protocol;

/// <summary>Reads messages in the form in which sources write them, several times faster than a general reader; it leaves all others to <see cref="MessageScanner"/>.</summary>
/// <remarks>It checks every byte of what it takes: it never takes a line that <see cref="MessageScanner"/> refuses, or reads one otherwise.</remarks>
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
                Data = parts.Data,
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
                at = ScanRecord(at, ref parts);
            }
            else if (Is(name, "type\""u8, parts))
            {
                at = ScanType(at, ref parts);
            }
            else if (Is(name, "state\""u8, parts))
            {
                var value = at;
                var isObject = *value == '{';
                at = JsonSkipper.SkipValue(value, ref parts.Specials);
                parts.State = isObject ? parts.Slice(value, at) : default;
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
        var behind = JsonSkipper.SkipValue(at, ref parts.Specials);
        parts.Type = Is(at, "\"RECORD\""u8, parts) ? MessageType.Record
            : Is(at, "\"STATE\""u8, parts) ? MessageType.State
            : MessageType.Other;
        parts.TypeName = *at == '"' && behind is not null ? parts.Slice(at + 1, behind - 1) : default;

        // An escape may spell one of the two above.
        return behind is null || (parts.Type == MessageType.Other && Parts.Contains(at, behind, (byte)'\\')) ? null : behind;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ScanRecord(byte* at, ref Parts parts)
    {
        parts.Stream = parts.Namespace = parts.EmittedAt = parts.Data = default;
        parts.HasRecord = *at == '{';
        if (!parts.HasRecord)
        {
            return JsonSkipper.SkipValue(at, ref parts.Specials);
        }

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
                at = JsonSkipper.SkipShortInteger(value);
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
                    parts.Data = *value == 'n' ? default : parts.Slice(value, at);
                }
                else if (Is(name, "stream\""u8, parts))
                {
                    parts.Stream = *value == '"' ? parts.Slice(value + 1, at - 1) : default;
                }
                else if (Is(name, "namespace\""u8, parts))
                {
                    parts.Namespace = *value == '"' ? parts.Slice(value + 1, at - 1) : default;
                }
            }

            at = SkipBehindValue(at, out var isLast);
            if (isLast || at is null)
            {
                return at;
            }
        }
    }

    /// <summary>Steps over a property's name, its colon and the blanks around; not over a name with escapes, which may spell any name.</summary>
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
        public bool HasRecord;
        public MessageType Type;
        public ByteSlice TypeName;
        public ByteSlice Stream;
        public ByteSlice Namespace;
        public ByteSlice EmittedAt;
        public ByteSlice Data;
        public ByteSlice State;

        /// <summary>Whether the message has what its type asks for; if not, <see cref="MessageScanner"/> finds the words for it.</summary>
        public readonly bool IsComplete => Type switch
        {
            MessageType.Record => HasRecord && Stream.IsPresent && Data.IsPresent && EmittedAt.IsPresent,
            MessageType.State => State.IsPresent,
            _ => TypeName.IsPresent,
        };

        public readonly ByteSlice Slice(byte* from, byte* to) => new((int)(from - Start), (int)(to - from));

        public static bool Contains(byte* from, byte* to, byte value) => new ReadOnlySpan<byte>(from, (int)(to - from)).Contains(value);
    }
}
