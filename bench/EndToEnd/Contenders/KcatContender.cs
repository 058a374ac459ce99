using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>kcat: every line of the input, as it is and without a key, into one topic.</summary>
internal sealed class KcatContender : IContender
{
    private const string Program = "kcat";

    /// <inheritdoc/>
    public string? Missing { get; } = IsInstalled() ? null : "kcat is not installed";

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics(InputFile input, string prefix) => [prefix + Program];

    /// <inheritdoc/>
    public Invocation Invoke(WriteJob job) => new(
        Program,
        [
            // A first -F keeps the user's own configuration out.
            "-F", "/dev/null",
            "-P", "-b", job.BootstrapServers, "-t", Topics(job.Input, job.Prefix)[0],
            .. job.Settings.ToProperties().SelectMany(property => new[] { "-X", property }),
        ],
        job.Input.FilePath);

    /// <inheritdoc/>
    public long ExpectedRecords(InputFile input) => input.Records + input.States + input.Others;

    /// <inheritdoc/>
    public long ExpectedStates(InputFile input) => 0;

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, Program)));
}
