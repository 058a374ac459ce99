using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>kcat: every line of the input, as it is and without a key, into one topic.</summary>
/// <param name="spread">
/// Whether each record goes to a partition of its own choice, as records with keys do. Otherwise all records of a few milliseconds go to
/// one.
/// </param>
internal sealed class KcatContender(bool spread = false) : IContender
{
    private const string Program = "kcat";
    private const string NoSticking = "sticky.partitioning.linger.ms=0";

    /// <inheritdoc/>
    public string? Missing { get; } = IsInstalled() ? null : "kcat is not installed";

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics(InputFile input, string prefix) => [prefix + Program + (spread ? "-spread" : "")];

    /// <inheritdoc/>
    public Invocation Invoke(WriteJob job) => new(
        Program,
        [
            // A first -F keeps the user's own configuration out.
            "-F", "/dev/null",
            "-P", "-b", job.BootstrapServers, "-t", Topics(job.Input, job.Prefix)[0],
            .. job.Settings.ToProperties().Concat(spread ? [NoSticking] : []).SelectMany(property => new[] { "-X", property }),
        ],
        job.Input.FilePath);

    /// <inheritdoc/>
    public long ExpectedRecords(InputFile input) => input.Records + input.States + input.Others;

    /// <inheritdoc/>
    public long ExpectedStates(InputFile input) => 0;

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, Program)));
}
