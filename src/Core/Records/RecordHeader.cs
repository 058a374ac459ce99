namespace AirbyteKafka.Records;

/// <summary>A header of a record, by where its name and its value lie until the record's report.</summary>
/// <param name="Name">The name in UTF-8.</param>
/// <param name="NameLength">Bytes of the name.</param>
/// <param name="Value">The value.</param>
/// <param name="ValueLength">Bytes of the value.</param>
internal readonly unsafe record struct RecordHeader(nint Name, int NameLength, nint Value, int ValueLength)
{
    /// <summary>A header whose name and value stay where they are.</summary>
    internal static RecordHeader Of(byte* name, int nameLength, byte* value, int valueLength) =>
        new((nint)name, nameLength, (nint)value, valueLength);
}
