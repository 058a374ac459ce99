namespace AirbyteKafka.Records;

/// <summary>What the values of a stream have in common, in one shape: constant parts with slots for what a record brings.</summary>
/// <remarks>Nothing is parsed: a value is a handful of copies, and the bytes of <c>data</c> are taken as they are.</remarks>
internal abstract class RecordPlan
{
    /// <summary>Makes a plan.</summary>
    /// <param name="stream">The stream it is for.</param>
    private protected RecordPlan(StreamShape stream) => Stream = stream;

    /// <summary>What holds for all records of the stream, however its name is spelled.</summary>
    internal StreamShape Stream { get; }

    /// <summary>Where the record's id lies in the value; below 0 where it has none.</summary>
    internal virtual int IdStart => -1;

    /// <summary>
    /// Whether a value describes a record in place of being it: it is written for a deleted row too, and has the producer's time.
    /// </summary>
    internal virtual bool IsDescription => false;

    /// <summary>Whether a record has the key that is made of its data; otherwise it has none. An id stays its key in any case.</summary>
    internal virtual bool HasKey => true;

    /// <summary>Bytes of a value.</summary>
    /// <exception cref="Errors.AirbyteKafkaException">The data does not fit the shape.</exception>
    internal abstract int Length(in RecordContent content);

    /// <summary>Writes a value.</summary>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <param name="ids">Gives the record its id, where the value has one.</param>
    /// <param name="content">What the record's line says.</param>
    internal abstract void Write(Span<byte> destination, RandomIds ids, in RecordContent content);

    private protected static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination);
        return destination[part.Length..];
    }
}
