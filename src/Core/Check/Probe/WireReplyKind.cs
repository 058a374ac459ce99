namespace AirbyteKafka.Check.Probe;

/// <summary>Who seems to be behind a port.</summary>
internal enum WireReplyKind
{
    /// <summary>A Kafka broker: this is its answer.</summary>
    Answer,

    /// <summary>Somebody who frames answers as Kafka brokers do, but this one makes no sense.</summary>
    Unreadable,

    /// <summary>Somebody who ends the connection without a word.</summary>
    Closed,

    /// <summary>Somebody who expects TLS.</summary>
    Tls,

    /// <summary>A web server.</summary>
    Http,

    /// <summary>Somebody who speaks neither.</summary>
    Foreign,
}
