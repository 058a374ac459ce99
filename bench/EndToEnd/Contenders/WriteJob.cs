using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>What a contender is to do in one run.</summary>
/// <param name="Input">The messages.</param>
/// <param name="Settings">Of its producer.</param>
/// <param name="BootstrapServers">The broker.</param>
/// <param name="Prefix">What the run's topics begin with.</param>
/// <param name="Folder">For files of the run.</param>
internal sealed record WriteJob(InputFile Input, ProducerSettings Settings, string BootstrapServers, string Prefix, string Folder)
{
    /// <summary>The topic pattern of the run.</summary>
    internal string TopicPattern => PatternOf(Prefix);

    /// <summary>The topic pattern that goes with a prefix.</summary>
    internal static string PatternOf(string prefix) => prefix + "{namespace}.{stream}";
}
