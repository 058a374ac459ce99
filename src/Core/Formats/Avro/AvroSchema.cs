namespace AirbyteKafka.Formats.Avro;

/// <summary>The Avro schema of a stream, and what a person should know of how it came about.</summary>
/// <param name="Root">The record.</param>
/// <param name="HoldsDataAsJson">Whether the stream's properties are not known, so that its data is one field of JSON.</param>
/// <param name="Renamed">Paths of the fields whose names differ from what folding alone would make of them.</param>
/// <param name="Undecided">Paths of the unions with a time type that became text.</param>
internal sealed record AvroSchema(
    AvroRecord Root, bool HoldsDataAsJson, IReadOnlyList<string> Renamed, IReadOnlyList<string> Undecided)
{
    /// <summary>How many fields of <see cref="Root"/> are Airbyte's metadata; they come first.</summary>
    internal int MetadataFields => Root.Fields.TakeWhile(each => !each.Value.IsNullable).Count();

    /// <summary>The schema as JSON.</summary>
    internal string ToJson() => AvroSchemaWriter.Write(Root);
}
