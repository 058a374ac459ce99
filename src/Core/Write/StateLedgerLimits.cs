namespace AirbyteKafka.Write;

/// <summary>What holds for every <see cref="StateLedger{TState}"/>.</summary>
public static class StateLedger
{
    /// <summary>The most states that may wait at once: they take memory, and there are only so many epochs to tell apart.</summary>
    public const int MaxWaitingStates = 1 << 16;
}
