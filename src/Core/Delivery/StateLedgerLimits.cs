namespace AirbyteKafka.Delivery;

/// <summary>What holds for every <see cref="StateLedger{TState}"/>.</summary>
public static class StateLedger
{
    /// <summary>The most states that may wait at once.</summary>
    public const int MaxWaitingStates = RecordTag.EpochCount / 2;
}
