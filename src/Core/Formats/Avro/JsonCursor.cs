using System.Buffers;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Goes through JSON of which a scanner has checked every byte, so that nothing is checked again.</summary>
internal ref struct JsonCursor
{
    private static readonly SearchValues<byte> Nesting = SearchValues.Create("\"{}[]"u8);

    private readonly ReadOnlySpan<byte> _text;

    /// <summary>Starts at the text's first value.</summary>
    /// <param name="text">One JSON value, valid; blanks may stand around it.</param>
    internal JsonCursor(ReadOnlySpan<byte> text)
    {
        _text = text;
        SkipBlanks();
    }

    /// <summary>Where it stands.</summary>
    internal int At { get; set; }

    /// <summary>The first byte of the value that it stands on; 0 where the text has none.</summary>
    internal readonly byte First => At < _text.Length ? _text[At] : (byte)0;

    /// <summary>Steps into an object or an array.</summary>
    internal void Enter() => At++;

    /// <summary>Goes to the next member of an object or item of an array, or leaves it behind.</summary>
    /// <param name="isFirst">Whether none was read yet.</param>
    /// <returns>Whether there is one.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Next(bool isFirst)
    {
        SkipBlanks();
        var next = _text[At];
        if (next is (byte)'}' or (byte)']')
        {
            At++;
            return false;
        }

        if (!isFirst)
        {
            At++;
            SkipBlanks();
        }

        return true;
    }

    /// <summary>Steps over a member's name, if it is this one, up to its value.</summary>
    /// <param name="quoted">The name with its quotes; empty for none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryName(ReadOnlySpan<byte> quoted)
    {
        if (quoted.IsEmpty || !_text[At..].StartsWith(quoted))
        {
            return false;
        }

        At += quoted.Length;
        SkipColon();
        return true;
    }

    /// <summary>Reads a member's name and goes to its value.</summary>
    /// <param name="isEscaped">Whether the name has escapes.</param>
    internal ReadOnlySpan<byte> ReadName(out bool isEscaped)
    {
        var name = ReadString(out isEscaped);
        SkipColon();
        return name;
    }

    /// <summary>Reads a string: what stands between its quotes.</summary>
    /// <param name="isEscaped">Whether it has escapes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<byte> ReadString(out bool isEscaped)
    {
        var start = At + 1;
        var rest = _text[start..];
        var length = rest.IndexOfAny((byte)'"', (byte)'\\');
        isEscaped = rest[length] == '\\';
        while (rest[length] == '\\')
        {
            length += 2;
            length += rest[length..].IndexOfAny((byte)'"', (byte)'\\');
        }

        At = start + length + 1;
        return rest[..length];
    }

    /// <summary>Reads a value of any kind, as it came.</summary>
    internal ReadOnlySpan<byte> ReadValue()
    {
        var start = At;
        SkipValue();
        return _text[start..At];
    }

    /// <summary>Steps over a value of any kind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void SkipValue()
    {
        switch (_text[At])
        {
            case (byte)'"':
                ReadString(out _);
                break;
            case (byte)'{' or (byte)'[':
                SkipNested();
                break;
            default:
                while (At < _text.Length && _text[At] is > (byte)' ' and not ((byte)',' or (byte)']' or (byte)'}'))
                {
                    At++;
                }

                break;
        }
    }

    private void SkipNested()
    {
        var depth = 0;
        do
        {
            At += _text[At..].IndexOfAny(Nesting);
            switch (_text[At])
            {
                case (byte)'"':
                    ReadString(out _);
                    break;
                case (byte)'{' or (byte)'[':
                    At++;
                    depth++;
                    break;
                default:
                    At++;
                    depth--;
                    break;
            }
        }
        while (depth > 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipColon()
    {
        SkipBlanks();
        At++;
        SkipBlanks();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void SkipBlanks()
    {
        while (At < _text.Length && _text[At] <= ' ')
        {
            At++;
        }
    }
}
