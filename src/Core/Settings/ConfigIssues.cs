using AirbyteKafka.Security;
using AirbyteKafka.Text;

namespace AirbyteKafka.Settings;

/// <summary>
/// Collects everything there is to say about one configuration, and every secret met on the way so that no message can hold one.
/// </summary>
internal sealed class ConfigIssues
{
    private readonly List<ConfigIssue> _problems = [];
    private readonly List<ConfigIssue> _warnings = [];

    public SecretRedactor Secrets { get; } = new();

    public bool HasProblems => _problems.Count > 0;

    public void Problem(ConfigIssueId id, string path, string message) => _problems.Add(new(id, path, message));

    public void Warning(ConfigIssueId id, string path, string message) => _warnings.Add(new(id, path, message));

    /// <summary>
    /// Whether a problem was reported for <paramref name="path"/>; rules that combine values stay silent about a value that is itself
    /// wrong.
    /// </summary>
    public bool HasProblemAt(string path) => _problems.Exists(problem => problem.Path == path);

    public IReadOnlyList<ConfigIssue> Problems => Redacted(_problems);

    public IReadOnlyList<ConfigIssue> Warnings => Redacted(_warnings);

    private ConfigIssue[] Redacted(List<ConfigIssue> issues) =>
        [.. issues.Select(issue => issue with { Message = Printable.Message(Secrets.Redact(issue.Message)) })];
}
