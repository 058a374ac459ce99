namespace AirbyteKafka.Settings;

/// <summary>Who has to have a record before it counts as written.</summary>
public enum Acks
{
    /// <summary>All in-sync replicas.</summary>
    All = -1,

    /// <summary>Nobody: a record counts as written when it has left.</summary>
    None = 0,

    /// <summary>The leader of the partition.</summary>
    Leader = 1,
}
