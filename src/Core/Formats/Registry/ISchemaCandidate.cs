namespace AirbyteKafka.Formats.Registry;

/// <summary>A stream's schema, to be found in a registry or to be registered.</summary>
/// <typeparam name="TSchema">What records are written by.</typeparam>
internal interface ISchemaCandidate<TSchema>
{
    /// <summary>The registry's name for the kind of schema: <c>AVRO</c> or <c>JSON</c>.</summary>
    string Type { get; }

    /// <summary>The full name of the stream's record, by which subjects may be named.</summary>
    string RecordName { get; }

    /// <summary>The schema as the catalog gives it.</summary>
    TSchema Schema { get; }

    /// <summary>The schema's text.</summary>
    string Text { get; }

    /// <summary>Takes a registered schema in place of one's own, where nothing differs that a reader would see.</summary>
    /// <param name="registered">The text of the registered schema.</param>
    /// <param name="schema">What records are written by then.</param>
    bool TryAdopt(string registered, out TSchema schema);
}
