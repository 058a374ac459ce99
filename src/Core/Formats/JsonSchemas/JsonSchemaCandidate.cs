using AirbyteKafka.Formats.Registry;

namespace AirbyteKafka.Formats.JsonSchemas;

/// <summary>A stream's JSON Schema, to be registered.</summary>
/// <param name="title">Its title.</param>
/// <param name="text">The schema as JSON.</param>
internal sealed class JsonSchemaCandidate(string title, string text) : ISchemaCandidate<string>
{
    public string Type => "JSON";

    public string RecordName => title;

    public string Schema => text;

    public string Text => text;

    // Values are JSON whatever the order of the schema, so there is nothing to write by the other.
    public bool TryAdopt(string registered, out string schema)
    {
        schema = text;
        return JsonSchemaMatch.AreSame(text, registered);
    }
}
