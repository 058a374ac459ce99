using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Records;

/// <summary>
/// What the records of a write look like: value, key and placement on partitions. Chosen once per write; for one thread at a time.
/// </summary>
/// <remarks>
/// A record is made in two steps: <see cref="Measure"/> says which parts it has, <see cref="Write"/> fills the memory that was taken for
/// them. It lies there as its key, where that has bytes of its own, and then its value.
/// </remarks>
internal sealed class RecordShape
{
    // What librdkafka allocates for a record beside the value, which it does not count.
    private const int BytesOfClient = 128;

    private const int BytesOfHeader = 64;

    private const int QuotesOfJson = 2;

    private readonly RecordOptions _options;
    private readonly RandomIds _ids = new();
    private readonly KeyBuffer _key = new();
    private readonly Deletion _deletion = new();
    private readonly Changes _changes = new();
    private readonly bool _isAsJava;

    private RecordShape(RecordOptions options)
    {
        _options = options;
        _isAsJava = options.IsAsJava;
    }

    /// <summary>The shape that a configuration asks for.</summary>
    internal static RecordShape Of(RecordOptions options) => new(options);

    /// <summary>
    /// Whether a record must not be sent behind a later one: readers go by the order of a key's records. Otherwise every key is another
    /// one.
    /// </summary>
    internal bool KeepsOrder => _options.IsKeyLasting;

    /// <summary>Whether records have headers or a time of their own, which no batch carries into Kafka's client.</summary>
    internal bool HandsOverOneByOne => _options.Headers != HeaderKind.None || _options.HasEmittedTime;

    /// <summary>What the records of a stream have in common.</summary>
    internal StreamShape ForStream(StreamProfile profile) => new(profile, KeyOf(profile), HandsOverOneByOne
        ? HeaderTemplate.Of(profile, _options.Headers)
        : null);

    /// <summary>What the values of a stream have in common.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="name">Its name as the contents of a JSON string, escapes as they came in.</param>
    internal RecordPlan Plan(StreamShape stream, ReadOnlySpan<byte> name) => _options.Value switch
    {
        ValueShape.Flattened => new Flattened(stream),
        ValueShape.Data => new PlainData(stream),
        _ => Envelope.Plan(stream, name),
    };

    /// <summary>What a record's <c>meta</c> gives to it.</summary>
    /// <param name="meta">The value of <c>meta</c>; empty where there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal ReadOnlySpan<byte> ChangesIn(ReadOnlySpan<byte> meta) => _isAsJava ? default : _changes.In(meta);

    /// <summary>The parts of a record.</summary>
    /// <param name="plan">Its stream's plan.</param>
    /// <param name="content">What its line says.</param>
    /// <exception cref="Errors.AirbyteKafkaException">The line's data does not fit the shape.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal RecordParts Measure(RecordPlan plan, in RecordContent content)
    {
        if (!_isAsJava)
        {
            return MeasureParts(plan, content);
        }

        var id = new RecordPart(plan.IdStart, RandomIds.Length);
        return new RecordParts(id, new RecordPart(0, plan.Length(content))) { Id = id };
    }

    /// <summary>Writes a record that was measured last.</summary>
    /// <param name="memory">Takes <see cref="RecordParts.Memory"/> bytes.</param>
    /// <param name="parts">From <see cref="Measure"/>.</param>
    /// <param name="plan">Its stream's plan.</param>
    /// <param name="content">What its line says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Write(Span<byte> memory, in RecordParts parts, RecordPlan plan, in RecordContent content)
    {
        if (!_isAsJava)
        {
            WriteParts(memory, parts, plan, content);
            return;
        }

        plan.Write(memory, _ids, content);
    }

    /// <summary>Starts to place the records of one topic on its partitions.</summary>
    /// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
    /// <returns><see langword="null"/> where the key alone decides.</returns>
    internal PartitionRun? StartPlacement(int bytesPerRun) =>
        _options.Key == KeyKind.None || (_options.Key == KeyKind.Uuid && !_options.IsKeyJson) ? new PartitionRun(bytesPerRun) : null;

    private IRecordKey KeyOf(StreamProfile profile) => _options.Key switch
    {
        KeyKind.Fields => new FieldKey(_options.KeyFields, _options.IsKeyJson, namesMissing: false),
        KeyKind.PrimaryKey when profile.PrimaryKey.Count > 0 => new FieldKey(profile.PrimaryKey, _options.IsKeyJson, namesMissing: true),
        KeyKind.Stream => new StreamKey(profile.Descriptor.ToString(), _options.IsKeyJson),
        KeyKind.None => new NullKey(),
        _ => new RandomKey(),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private RecordParts MeasureParts(RecordPlan plan, in RecordContent content)
    {
        var stream = plan.Stream;
        _key.Clear();
        var outcome = stream.Key.Make(content, _key);
        if (!plan.HasKey && outcome is (KeyOutcome.Whole or KeyOutcome.Incomplete))
        {
            outcome = KeyOutcome.Null;
        }

        var isDeleted = (_options.DeletesRows || stream.Headers is { SeesDeletions: true }) && _deletion.IsIn(content.Data);
        var isTombstone = isDeleted && _options.DeletesRows && outcome == KeyOutcome.Whole && !plan.IsDescription;
        var (headerCount, start, headerBytes) = stream.Headers?.Measure(content, isDeleted) ?? default;

        var isId = outcome is KeyOutcome.Id or KeyOutcome.StandIn;
        var isWindow = isId && !_options.IsKeyJson && plan.IdStart >= 0;
        var keyLength = outcome == KeyOutcome.Null || isWindow ? 0
            : !isId ? _key.Length
            : _options.IsKeyJson ? RandomIds.Length + QuotesOfJson : RandomIds.Length;
        var value = isTombstone ? RecordPart.None : new RecordPart(start + keyLength, plan.Length(content));

        // In the value, else in the key, else by itself where a header has it.
        var id = !isTombstone && plan.IdStart >= 0 ? new RecordPart(value.Start + plan.IdStart, RandomIds.Length)
            : isId ? new RecordPart(_options.IsKeyJson ? start + 1 : start, RandomIds.Length)
            : stream.Headers is { HasId: true } ? new RecordPart(start + keyLength + value.Bytes, RandomIds.Length)
            : default;
        return new RecordParts(
            outcome == KeyOutcome.Null ? RecordPart.None : isWindow ? id : new RecordPart(start, keyLength), value)
        {
            Id = id,
            Outcome = outcome,
            IsDeleted = isDeleted,
            HeadersLength = start,
            HeaderCount = headerCount,
            HeaderBytes = headerBytes,
            ClientBytes = BytesOfClient + (headerCount * BytesOfHeader),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteParts(Span<byte> memory, in RecordParts parts, RecordPlan plan, in RecordContent content)
    {
        var hasIdInValue = parts.Value.IsPresent && plan.IdStart >= 0;
        if (parts.Value.IsPresent)
        {
            plan.Write(parts.Value.Of(memory), _ids, content);
        }

        if (parts.Id.Bytes > 0 && !hasIdInValue)
        {
            _ids.WriteNext(parts.Id.Of(memory));
        }

        if (parts.Outcome is KeyOutcome.Whole or KeyOutcome.Incomplete)
        {
            _key.Text.CopyTo(parts.Key.Of(memory));
        }
        else if (parts.Key.Bytes > RandomIds.Length)
        {
            var key = parts.Key.Of(memory);
            key[0] = key[^1] = (byte)'"';
            if (hasIdInValue)
            {
                parts.Id.Of(memory).CopyTo(key[1..]);
            }
        }

        if (plan.Stream.Headers is { } headers)
        {
            WriteHeaders(headers, memory, parts, content, _options.HasEmittedTime && !plan.IsDescription);
        }
    }

    private static unsafe void WriteHeaders(
        HeaderTemplate headers, Span<byte> memory, in RecordParts parts, in RecordContent content, bool hasEmittedTime)
    {
        // Before 1970 librdkafka's numbers have meanings of their own.
        var timestamp = hasEmittedTime ? Math.Max(0, HeaderTemplate.Milliseconds(content)) : 0;

        // The memory is native and stays where it is: headers point into it.
        var record = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(memory));
        headers.Write(record, parts.HeaderCount, record + parts.Id.Start, timestamp, content, parts.IsDeleted);
    }
}
