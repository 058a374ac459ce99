using System.Collections.Concurrent;

namespace AirbyteKafka.Read;

/// <summary>What the reading thread and the pipeline's share.</summary>
/// <param name="maxBytes">How many bytes of records may wait for the pipeline.</param>
/// <param name="confirm">Whether what has gone down the pipeline is safe; called by the reading thread.</param>
/// <param name="leave">Is cancelled when the pipeline wants no more.</param>
internal sealed class ReadChannel(long maxBytes, Func<bool> confirm, CancellationToken leave)
{
    /// <summary>The records.</summary>
    internal RecordQueue Queue { get; } = new(maxBytes);

    /// <summary>What there is to say.</summary>
    internal ConcurrentQueue<ReadNotice> Notices { get; } = new();

    /// <summary>How far the pipeline is.</summary>
    internal GroupPositions Positions { get; } = new();

    /// <summary>What the pipeline wants to be committed.</summary>
    internal ConcurrentQueue<CommitRequest> Commits { get; } = new();

    /// <summary>Whether what has gone down the pipeline is safe.</summary>
    internal Func<bool> Confirm { get; } = confirm;

    /// <summary>Is cancelled when the pipeline wants no more.</summary>
    internal CancellationToken Leave { get; } = leave;
}
