namespace AirbyteKafka.Records;

/// <summary>What the records of one stream have in common, however its name is spelled. Made by <see cref="RecordShape"/>.</summary>
/// <param name="profile">The stream.</param>
/// <param name="key">Makes its keys.</param>
/// <param name="headers">Makes its headers; <see langword="null"/> where records have neither headers nor a time of their own.</param>
internal sealed class StreamShape(StreamProfile profile, IRecordKey key, HeaderTemplate? headers)
{
    /// <summary>The stream.</summary>
    internal StreamProfile Profile { get; } = profile;

    /// <summary>Makes its keys.</summary>
    internal IRecordKey Key { get; } = key;

    /// <summary>Makes its headers; <see langword="null"/> where records have neither headers nor a time of their own.</summary>
    internal HeaderTemplate? Headers { get; } = headers;
}
