using System.Text;

namespace AirbyteKafka.Formats.Avro;

/// <summary>A record of a schema, compiled for <see cref="AvroTranscoder"/>: arrays and bytes in place of lists and texts.</summary>
internal sealed class AvroRecordPlan
{
    private readonly NameTable _names = new();

    /// <summary>Compiles a record.</summary>
    /// <param name="fields">Its fields; in a root without those of the metadata.</param>
    internal AvroRecordPlan(IEnumerable<AvroField> fields)
    {
        Fields = [.. fields.Select(field => new AvroFieldPlan(field))];
        foreach (var field in Fields)
        {
            _names.Add(field.Name);
        }
    }

    /// <summary>The fields in the order in which they are written.</summary>
    internal AvroFieldPlan[] Fields { get; }

    /// <summary>How deep values are nested in it, itself included.</summary>
    internal int Depth => 1 + Fields.Max(each => each.Value.Depth);

    /// <summary>The place of a field by the source's name; below 0 where there is none.</summary>
    internal int Find(ReadOnlySpan<byte> name) => _names.Find(name);
}

/// <summary>A field.</summary>
internal sealed class AvroFieldPlan
{
    // What JsonEscapes makes of half a surrogate pair, so that such a name is found.
    private static readonly Encoding Utf8 =
        Encoding.GetEncoding("utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    internal AvroFieldPlan(AvroField field)
    {
        Name = Utf8.GetBytes(field.Source);
        Quoted = Name.AsSpan().IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0 || Name.AsSpan().IndexOfAny((byte)'"', (byte)'\\') >= 0
            ? []
            : [(byte)'"', .. Name, (byte)'"'];
        Value = new AvroSlotPlan(field.Value);
    }

    /// <summary>The source's own name.</summary>
    internal byte[] Name { get; }

    /// <summary>The name as JSON writes it; empty where it has to be escaped there.</summary>
    internal byte[] Quoted { get; }

    /// <summary>What may stand in the field.</summary>
    internal AvroSlotPlan Value { get; }
}

/// <summary>A place for a value that may be null.</summary>
internal sealed class AvroSlotPlan
{
    internal AvroSlotPlan(AvroSlot slot)
    {
        Options = [.. slot.Options.Select(option => new AvroOptionPlan(option))];
        Only = Options is [var only] ? only : null;
    }

    /// <summary>The types that the value may have, in the order of the union, behind null.</summary>
    internal AvroOptionPlan[] Options { get; }

    /// <summary>The type, where there is but one.</summary>
    internal AvroOptionPlan? Only { get; }

    /// <summary>How deep values are nested in it.</summary>
    internal int Depth => Options.Max(option => option.Depth);
}

/// <summary>A type.</summary>
internal sealed class AvroOptionPlan
{
    internal AvroOptionPlan(AvroType type)
    {
        Kind = type.Kind;
        InMilliseconds = type is AvroScalar { Logical: "time-millis" or "timestamp-millis" };
        Record = type is AvroRecord record ? new AvroRecordPlan(record.Fields) : null;
        Items = type is AvroArray array ? new AvroSlotPlan(array.Items) : null;
    }

    internal AvroKind Kind { get; }

    /// <summary>Whether a time has milliseconds in place of microseconds.</summary>
    internal bool InMilliseconds { get; }

    /// <summary>The record, of <see cref="AvroKind.Record"/>.</summary>
    internal AvroRecordPlan? Record { get; }

    /// <summary>The items, of <see cref="AvroKind.Array"/>.</summary>
    internal AvroSlotPlan? Items { get; }

    /// <summary>How deep values are nested in it, itself included.</summary>
    internal int Depth => Record?.Depth ?? (Items is null ? 0 : 1 + Items.Depth);
}
