namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>What a command says of its records beside the objects themselves.</summary>
internal sealed record RecordFields
{
    /// <summary>The key; without it a received record keeps its own and others have none.</summary>
    internal FieldValue? Key { get; init; }

    /// <summary>The property of the object that is the key.</summary>
    internal string? KeyProperty { get; init; }

    /// <summary>The value; without it the object is.</summary>
    internal FieldValue? Value { get; init; }

    /// <summary>The headers; without it a received record keeps its own.</summary>
    internal FieldValue? Header { get; init; }

    /// <summary>The partition; without it the key decides.</summary>
    internal FieldValue? Partition { get; init; }

    /// <summary>The time; without it a received record keeps its own and others get the present.</summary>
    internal FieldValue? Timestamp { get; init; }

    /// <summary>Whether the records have no value.</summary>
    internal bool IsTombstone { get; init; }
}
