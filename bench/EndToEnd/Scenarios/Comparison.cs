using AirbyteKafka.Bench.EndToEnd.Contenders;

namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>What is run in turns.</summary>
/// <param name="Scenario">The scenario it belongs to.</param>
/// <param name="Name">Its own name.</param>
/// <param name="Settings">Of all its entries; <see langword="null"/> where nothing is written.</param>
/// <param name="Partitions">Of every topic, where the broker leaves the choice.</param>
/// <param name="Rounds">How often each entry runs.</param>
/// <param name="Entries">Its entries.</param>
internal sealed record Comparison(string Scenario, string Name, ProducerSettings? Settings, int Partitions, int Rounds,
    params IReadOnlyList<Entry> Entries);
