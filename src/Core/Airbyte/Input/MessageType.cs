namespace AirbyteKafka.Airbyte.Input;

/// <summary>What a line of the input is, as far as a destination cares.</summary>
internal enum MessageType
{
    /// <summary>A JSON object that is surely no Airbyte message.</summary>
    None,

    /// <summary>An Airbyte message that a destination has no use for (LOG, TRACE, CONTROL, …).</summary>
    Other,

    /// <summary>A RECORD: one row of one stream.</summary>
    Record,

    /// <summary>A STATE: a checkpoint to hand back once everything before it is safe.</summary>
    State,
}
