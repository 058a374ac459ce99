using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>The topics of a run's streams.</summary>
internal static class StreamTopics
{
    /// <summary>All of them, once each.</summary>
    internal static IReadOnlyList<string> Of(InputFile input, string prefix) =>
        [.. TopicMap.Create(new TopicPattern(WriteJob.PatternOf(prefix)), input.Streams).Entries.Select(entry => entry.Topic).Distinct()];
}
