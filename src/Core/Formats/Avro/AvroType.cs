namespace AirbyteKafka.Formats.Avro;

/// <summary>A type of an Avro schema, with what is needed to convert a JSON value to it.</summary>
internal abstract record AvroType(AvroKind Kind)
{
    /// <summary>How the schema names it, logical type included: <c>long/timestamp-micros</c>; <c>record</c> and <c>array</c>.</summary>
    internal abstract string Shown { get; }
}

/// <summary>A type without parts.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Name">The name of the type that it is in Avro.</param>
/// <param name="Logical">Its logical type, or <see langword="null"/>.</param>
internal sealed record AvroScalar(AvroKind Kind, string Name, string? Logical = null) : AvroType(Kind)
{
    internal override string Shown => Logical is null ? Name : $"{Name}/{Logical}";
}

/// <summary>An array.</summary>
/// <param name="Items">What lies in it.</param>
internal sealed record AvroArray(AvroSlot Items) : AvroType(AvroKind.Array)
{
    internal override string Shown => "array";
}

/// <summary>A record.</summary>
/// <param name="Name">Its name without the namespace.</param>
/// <param name="Namespace">Its namespace; every token of it is a legal name.</param>
/// <param name="Fields">Its fields, in the order in which they are written.</param>
/// <param name="Doc">Its documentation, or <see langword="null"/>.</param>
internal sealed record AvroRecord(string Name, string Namespace, IReadOnlyList<AvroField> Fields, string? Doc = null)
    : AvroType(AvroKind.Record)
{
    internal override string Shown => "record";

    /// <summary>The name by which registries and readers know it.</summary>
    internal string FullName => $"{Namespace}.{Name}";
}

/// <summary>A field of a record.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Source">The source's own name.</param>
/// <param name="Value">What may stand in it.</param>
internal sealed record AvroField(string Name, string Source, AvroSlot Value);

/// <summary>A place for a value: a field, or an array's items.</summary>
/// <param name="Options">The types that the value may have, in order; at least one.</param>
/// <param name="IsNullable">Whether it may be null, which then is the first branch of a union.</param>
internal sealed record AvroSlot(IReadOnlyList<AvroType> Options, bool IsNullable = true);
