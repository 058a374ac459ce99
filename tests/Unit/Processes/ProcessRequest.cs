namespace AirbyteKafka.Tests.Processes;

/// <summary>What to run, and what to give it.</summary>
/// <param name="File">The executable: a path, or a name found through PATH.</param>
/// <param name="Arguments">Each reaches the process as it is: no shell, no quoting.</param>
public sealed record ProcessRequest(string File, params IReadOnlyList<string> Arguments)
{
    /// <summary>
    /// Copied to the process's stdin byte for byte, then stdin is closed. Null: stdin stays open, and empty, until
    /// <see cref="RunningProcess.StandardInput"/> is closed or the process ends. The default is an empty stdin.
    /// </summary>
    public Stream? StandardInput { get; init; } = Stream.Null;

    /// <summary>stdout is not read before this is done, as by a reader that stalls. The default is done.</summary>
    public Task ReadStdoutAfter { get; init; } = Task.CompletedTask;

    /// <summary>Added to the test's own environment; a null value removes the variable.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>The current directory of the process; null: the test's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The process is killed, with its children, and a <see cref="TimeoutException"/> thrown once this has passed.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromSeconds(60);
}
