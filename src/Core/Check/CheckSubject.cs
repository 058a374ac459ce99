namespace AirbyteKafka.Check;

/// <summary>The kinds of things that a check looks at, in the order it comes to them.</summary>
internal enum SubjectKind
{
    /// <summary>The check as a whole: only where it failed for a reason that it does not know.</summary>
    Check,
    Configuration,
    HostName,
    Port,
    Tls,
    Kafka,
    KafkaClient,
    Connection,
    Login,
    Cluster,
    AdvertisedBrokers,
    Brokers,
    Compression,
    Topics,
    Topic,
    TestRecord,
}

/// <summary>What one step of a check looks at. Decisions are made by it; the step's name is its text for people.</summary>
/// <param name="Kind">What kind of thing it is.</param>
/// <param name="Which">Which one of several: a host, a broker, a topic. Otherwise empty.</param>
internal readonly record struct CheckSubject(SubjectKind Kind, string Which)
{
    /// <summary>A thing that there is once in a check.</summary>
    public static implicit operator CheckSubject(SubjectKind kind) => new(kind, "");

    /// <summary>A topic.</summary>
    public static CheckSubject Topic(string topic) => new(SubjectKind.Topic, topic);

    /// <summary>The name of a step that looks at it.</summary>
    public override string ToString() => string.IsNullOrEmpty(Which) ? Title : $"{Title} {Which}";

    private string Title => Kind switch
    {
        SubjectKind.HostName => "Name",
        SubjectKind.Tls => "TLS",
        SubjectKind.KafkaClient => "Kafka client",
        SubjectKind.AdvertisedBrokers => "Advertised brokers",
        SubjectKind.TestRecord => "Test record",
        _ => Kind.ToString(),
    };
}
