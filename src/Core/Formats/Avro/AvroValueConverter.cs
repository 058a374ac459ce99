using System.Runtime.CompilerServices;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Converts values without parts. For one thread at a time.</summary>
internal sealed class AvroValueConverter
{
    private readonly AvroBuffer _text = new();

    /// <summary>Takes what is written.</summary>
    internal AvroBuffer Body { get; } = new();

    /// <summary>Writes the branch of a union and a value, or nothing.</summary>
    /// <param name="option">The branch's type: neither a record nor an array.</param>
    /// <param name="branch">The branch's number.</param>
    /// <param name="json">Stands on a value that is not null, and is behind it then.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Conversion Write(AvroOptionPlan option, int branch, ref JsonCursor json)
    {
        switch (option.Kind)
        {
            case AvroKind.Text:
                WriteString(branch, json.First == '"' ? ReadText(ref json) : json.ReadValue());
                return Conversion.Done;
            case AvroKind.ObjectJson or AvroKind.ArrayJson:
                WriteString(branch, json.ReadValue());
                return Conversion.Done;
            case AvroKind.NumberText:
                return TryReadNumber(ref json, out var number) ? WriteString(branch, number) : Conversion.Impossible;
            case AvroKind.Boolean:
                return WriteBoolean(branch, json.ReadValue());
            case AvroKind.Long:
                return WriteLong(branch, ref json);
            case AvroKind.Double:
                return WriteDouble(branch, ref json);
            default:
                return WriteTime(option, branch, ref json);
        }
    }

    /// <summary>Reads a time as the schema counts it.</summary>
    /// <param name="option">A type; of another kind than a time it takes nothing.</param>
    /// <param name="text">The text of a JSON string.</param>
    /// <param name="value">Days, or the units of the type.</param>
    internal static bool TryReadTime(AvroOptionPlan option, ReadOnlySpan<byte> text, out long value)
    {
        bool isRead;
        switch (option.Kind)
        {
            case AvroKind.Date:
                isRead = IsoTime.TryDate(text, out var days);
                value = days;
                return isRead;
            case AvroKind.Time or AvroKind.TimeWithZone:
                isRead = IsoTime.TryTime(text, option.Kind == AvroKind.TimeWithZone, out value);
                break;
            case AvroKind.Timestamp or AvroKind.TimestampWithZone:
                isRead = IsoTime.TryTimestamp(text, option.Kind == AvroKind.TimestampWithZone, out value);
                break;
            default:
                value = 0;
                return false;
        }

        // Downwards, also before 1970.
        value = option.InMilliseconds ? (value - (((value % 1000) + 1000) % 1000)) / 1000 : value;
        return isRead;
    }

    /// <summary>Reads a string: its text.</summary>
    /// <param name="json">Stands on it, and is behind it then.</param>
    /// <returns>Good until the next call.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> ReadText(ref JsonCursor json)
    {
        var contents = json.ReadString(out var isEscaped);
        return isEscaped ? Unescape(contents) : contents;
    }

    private ReadOnlySpan<byte> Unescape(ReadOnlySpan<byte> contents)
    {
        _text.Truncate(0);
        JsonEscapes.Unescape(contents, _text);
        return _text.Written;
    }

    private Conversion WriteString(int branch, ReadOnlySpan<byte> text)
    {
        Body.WriteByte((byte)(branch << 1));
        Body.WriteString(text);
        return Conversion.Done;
    }

    private Conversion WriteBoolean(int branch, ReadOnlySpan<byte> token)
    {
        if (token[0] is not ((byte)'t' or (byte)'f'))
        {
            return Conversion.Impossible;
        }

        Body.WriteByte((byte)(branch << 1));
        Body.WriteByte(token[0] == 't' ? (byte)1 : (byte)0);
        return Conversion.Done;
    }

    private Conversion WriteLong(int branch, ref JsonCursor json)
    {
        long value = 0;
        var conversion = json.First == '"' ? NumberText.ReadLongText(ReadText(ref json), out value)
            : IsNumber(json.First) ? NumberText.ReadLong(json.ReadValue(), out value)
            : Skip(ref json);
        if (conversion == Conversion.Done)
        {
            Body.WriteByte((byte)(branch << 1));
            Body.WriteLong(value);
        }

        return conversion;
    }

    private Conversion WriteDouble(int branch, ref JsonCursor json)
    {
        if (!TryReadNumber(ref json, out var number))
        {
            return Conversion.Impossible;
        }

        var conversion = NumberText.ReadDouble(number, out var value);
        if (conversion == Conversion.Done)
        {
            Body.WriteByte((byte)(branch << 1));
            Body.WriteDouble(value);
        }

        return conversion;
    }

    private Conversion WriteTime(AvroOptionPlan option, int branch, ref JsonCursor json)
    {
        if (json.First != '"')
        {
            return Skip(ref json);
        }

        if (!TryReadTime(option, ReadText(ref json), out var value))
        {
            return Conversion.Impossible;
        }

        Body.WriteByte((byte)(branch << 1));
        Body.WriteLong(value);
        return Conversion.Done;
    }

    private bool TryReadNumber(ref JsonCursor json, out ReadOnlySpan<byte> number)
    {
        if (json.First == '"')
        {
            number = ReadText(ref json);
            return NumberText.IsNumber(number);
        }

        var isNumber = IsNumber(json.First);
        number = json.ReadValue();
        return isNumber;
    }

    private static bool IsNumber(byte first) => first is (byte)'-' or (>= (byte)'0' and <= (byte)'9');

    private static Conversion Skip(ref JsonCursor json)
    {
        json.SkipValue();
        return Conversion.Impossible;
    }
}
