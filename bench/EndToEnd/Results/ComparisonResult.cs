namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>A comparison on one broker.</summary>
/// <param name="Scenario">The scenario it belongs to.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Broker">The broker.</param>
/// <param name="Settings">What all its entries were set to.</param>
/// <param name="Entries">Its entries.</param>
internal sealed record ComparisonResult(string Scenario, string Name, string Broker, string Settings, IReadOnlyList<EntryResult> Entries)
{
    /// <summary>The entry that one is held against, if both can be calculated with.</summary>
    internal EntryResult? OtherOf(EntryResult entry) =>
        entry.IsUsable && Entries.FirstOrDefault(other => other.Name == entry.Against) is { IsUsable: true } found ? found : null;
}
