namespace AirbyteKafka.Read;

/// <summary>What is to be read.</summary>
public sealed record ReadRequest
{
    /// <summary>Which topics; at least one.</summary>
    public required IReadOnlyList<TopicWish> Topics { get; init; }

    /// <summary>Which partitions of each topic; <see langword="null"/> for all.</summary>
    public IReadOnlyList<int>? Partitions { get; init; }

    /// <summary>Where it begins. A group that has committed offsets begins there instead.</summary>
    public ReadStart Start { get; init; } = ReadStart.Beginning;

    /// <summary>The time from which on no record is read.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Whether it goes on at the end of the topics, until it is left.</summary>
    public bool Follows { get; init; }

    /// <summary>The consumer group that it reads for; <see langword="null"/> for none: then the brokers remember nothing.</summary>
    public string? Group { get; init; }

    /// <summary>The longest wait for any one answer of the brokers.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);
}

/// <summary>A topic that is asked for by its name, or topics by a pattern.</summary>
/// <param name="Text">The name, or the pattern as it was written.</param>
/// <param name="Matches">Whether a name is meant; <see langword="null"/> where <paramref name="Text"/> is the name.</param>
public sealed record TopicWish(string Text, Func<string, bool>? Matches = null);
