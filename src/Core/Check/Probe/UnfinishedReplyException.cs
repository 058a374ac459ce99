namespace AirbyteKafka.Check.Probe;

/// <summary>The time was up while an answer was coming.</summary>
/// <param name="received">How many bytes had come.</param>
/// <param name="ended">What ended the wait.</param>
internal sealed class UnfinishedReplyException(int received, OperationCanceledException ended)
    : OperationCanceledException(ended.Message, ended, ended.CancellationToken)
{
    /// <summary>How many bytes had come.</summary>
    public int Received { get; } = received;
}
