using AirbyteKafka.Errors;

namespace AirbyteKafka.Settings;

/// <summary>What came of reading a configuration: the configuration, or everything that is wrong with it.</summary>
/// <param name="Source">Where it came from: a file name, or <c>-Config</c>.</param>
/// <param name="Config">The configuration; <see langword="null"/> when there are problems.</param>
/// <param name="Problems">Everything that is wrong, in no particular order of weight.</param>
/// <param name="Warnings">What works, but perhaps not as its author thinks.</param>
public sealed record ConfigParseResult(
    string Source,
    DestinationConfig? Config,
    IReadOnlyList<ConfigIssue> Problems,
    IReadOnlyList<ConfigIssue> Warnings)
{
    /// <summary>The configuration.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>, with every problem in its message, one a line.
    /// </exception>
    public DestinationConfig GetConfigOrThrow() => Config ?? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, Summarize());

    /// <summary>The problems as one message.</summary>
    public override string ToString() => Problems.Count == 0 ? $"{Source} is valid." : Summarize();

    private string Summarize()
    {
        if (Problems is [{ Path: "" } document])
        {
            return document.Message;
        }

        var head = Problems.Count == 1 ? $"The configuration in {Source} cannot be used: " : $"The configuration in {Source} cannot be "
            + $"used, for {Problems.Count} reasons:\n- ";
        return head + string.Join("\n- ", Problems.Select(problem => problem.Message));
    }
}
