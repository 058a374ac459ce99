namespace AirbyteKafka.Airbyte.States;

/// <summary>What a STATE is a checkpoint of: Airbyte's <c>state.type</c>.</summary>
public enum StateScope
{
    /// <summary>The whole sync, by the oldest form of the protocol; also a state without a type.</summary>
    Legacy,

    /// <summary>One stream.</summary>
    Stream,

    /// <summary>All streams together.</summary>
    Global,
}
