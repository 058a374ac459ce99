using AirbyteKafka.Formats.Registry;

namespace AirbyteKafka.Formats.Avro;

/// <summary>A stream's Avro schema, to be registered.</summary>
/// <param name="schema">The schema.</param>
internal sealed class AvroCandidate(AvroSchema schema) : ISchemaCandidate<AvroSchema>
{
    public string Type => "AVRO";

    public string RecordName => schema.Root.FullName;

    public AvroSchema Schema => schema;

    public string Text { get; } = schema.ToJson();

    public bool TryAdopt(string registered, out AvroSchema adopted)
    {
        var ordered = AvroSchemaMatch.TryOrder(schema, registered);
        adopted = ordered ?? schema;
        return ordered is not null;
    }
}
