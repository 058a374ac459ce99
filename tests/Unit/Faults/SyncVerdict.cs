using System.Globalization;

namespace AirbyteKafka.Tests.Faults;

/// <summary>What holds of a <see cref="NumberedSync"/>, by the states that came back and the records that lie in the topic.</summary>
/// <param name="States">
/// <c>all</c>, <c>some</c> or <c>none</c> of the states of the input, from the first on and in order; otherwise what is wrong with them.
/// </param>
/// <param name="MissingBehindStates">Records that a state vouches for and that are not there. Whatever happened, there may be none.</param>
/// <param name="Missing">Records of the input that are not there.</param>
/// <param name="Duplicates">Copies beyond the first.</param>
/// <param name="OutOfOrder">Steps back within a partition.</param>
internal sealed record SyncVerdict(string States, long MissingBehindStates, long Missing, long Duplicates, long OutOfOrder)
{
    /// <summary>Every record once, in order, and every state.</summary>
    internal static readonly SyncVerdict ExactlyOnce = new("all", 0, 0, 0, 0);

    /// <summary>
    /// Whether nothing that was promised is broken: the states are the first ones, in order, and the records behind them are there.
    /// </summary>
    internal bool IsConsistent => States is "all" or "some" or "none" && MissingBehindStates == 0;

    /// <summary>Whether every record and every state arrived; a record may have arrived more than once.</summary>
    internal bool IsComplete => States == "all" && Missing == 0;

    /// <summary>Judges a sync.</summary>
    /// <param name="sync">The sync.</param>
    /// <param name="sent">How many of its records were given out.</param>
    /// <param name="states">The states that came back.</param>
    /// <param name="topic">What lies in the topic.</param>
    internal static SyncVerdict Of(NumberedSync sync, long sent, IReadOnlyList<string> states, TopicTally topic)
    {
        var wrong = Enumerable.Range(0, states.Count)
            .FirstOrDefault(i => states[i] != sync.StateBack((i + 1L) * sync.RecordsPerState), -1);
        var inOrder = states.Count == sent / sync.RecordsPerState ? "all" : states.Count == 0 ? "none" : "some";
        return new SyncVerdict(
            wrong < 0 ? inOrder : string.Create(CultureInfo.InvariantCulture, $"state {wrong} is {states[wrong]}"),
            topic.MissingOf((long)states.Count * sync.RecordsPerState),
            topic.MissingOf(sent),
            topic.Duplicates,
            topic.OutOfOrder);
    }
}
