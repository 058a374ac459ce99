using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>A program that takes part in a comparison.</summary>
internal interface IContender
{
    /// <summary>Why it cannot run here; <see langword="null"/> when it can.</summary>
    string? Missing { get; }

    /// <summary>The topics that it writes to.</summary>
    IReadOnlyList<string> Topics(InputFile input, string prefix);

    /// <summary>How it is run.</summary>
    Invocation Invoke(WriteJob job);

    /// <summary>How many records are in Kafka afterwards if all went right.</summary>
    long ExpectedRecords(InputFile input);

    /// <summary>How many STATEs it writes to its standard output if all went right.</summary>
    long ExpectedStates(InputFile input);
}
