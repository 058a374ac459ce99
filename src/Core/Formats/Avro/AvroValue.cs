using System.Buffers.Text;

namespace AirbyteKafka.Formats.Avro;

/// <summary>
/// A stream's records as Kafka gets them: the registry's five bytes, Airbyte's metadata, the data. For one thread at a time.
/// </summary>
internal sealed class AvroValue
{
    private readonly AvroTranscoder _transcoder;
    private readonly AvroBuffer _head = new();
    private readonly long _generation;
    private readonly long _sync;

    /// <summary>Makes it for a stream.</summary>
    /// <param name="transcoder">The stream's transcoder.</param>
    /// <param name="schemaId">The id of the schema in the registry.</param>
    /// <param name="generation">The catalog's <c>generation_id</c>; 0 where it has none.</param>
    /// <param name="sync">The catalog's <c>sync_id</c>; 0 where it has none.</param>
    internal AvroValue(AvroTranscoder transcoder, int schemaId, long generation = 0, long sync = 0)
    {
        _transcoder = transcoder;
        (_generation, _sync) = (generation, sync);
        Span<byte> frame = stackalloc byte[SchemaFrame.Length];
        SchemaFrame.Write(frame, schemaId);
        _head.Write(frame);
        if (transcoder.HasMetadata)
        {
            _head.WriteLong(Records.RandomIds.Length);
        }

        IdStart = _head.Length;
    }

    /// <summary>Where the record's id lies; there is none without metadata.</summary>
    internal int IdStart { get; }

    /// <summary>Bytes of the last record.</summary>
    internal int Length => _head.Length + _transcoder.Data.Length;

    /// <summary>Converts a record.</summary>
    /// <param name="emittedAt">Milliseconds since 1970, in decimal digits.</param>
    /// <param name="data">The JSON, of which a scanner has seen that it is valid.</param>
    /// <param name="changes">The changes that came with the record, as JSON; empty where it has none.</param>
    /// <returns>Whether the data is an object; nothing else can be converted.</returns>
    internal bool TryConvert(ReadOnlySpan<byte> emittedAt, ReadOnlySpan<byte> data, ReadOnlySpan<byte> changes)
    {
        _head.Truncate(IdStart);
        if (!_transcoder.TryTranscode(data, changes))
        {
            return false;
        }

        var altered = _transcoder.Changes;
        if (!_transcoder.HasMetadata)
        {
            altered.CountIn(_transcoder.Lost);
            return true;
        }

        if (!Utf8Parser.TryParse(emittedAt, out long extractedAt, out _))
        {
            return false;
        }

        _head.Write("00000000-0000-0000-0000-000000000000"u8);
        _head.WriteLong(extractedAt);
        _head.WriteLong(_generation);
        _head.WriteLong(_sync);
        if (altered.Count > 0)
        {
            _head.WriteLong(altered.Count);
            _head.Write(altered.Encoded.Written);
        }

        _head.WriteByte(0);
        return true;
    }

    /// <summary>Writes the last record.</summary>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <param name="ids">Gives the record its id.</param>
    internal void Write(Span<byte> destination, Records.RandomIds ids)
    {
        _head.Written.CopyTo(destination);
        if (_transcoder.HasMetadata)
        {
            ids.WriteNext(destination[IdStart..]);
        }

        _transcoder.Data.CopyTo(destination[_head.Length..]);
    }
}
