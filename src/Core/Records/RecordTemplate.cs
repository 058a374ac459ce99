using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>Values of constant parts with slots between them for the record's id, its <c>emitted_at</c> and its <c>data</c>.</summary>
internal sealed class RecordTemplate : RecordPlan
{
    private readonly byte[] _beforeId;
    private readonly byte[] _beforeEmittedAt;
    private readonly byte[] _beforeData;
    private readonly byte[] _afterData;
    private readonly int _constantLength;

    /// <summary>Makes a plan of its constant parts.</summary>
    internal RecordTemplate(
        StreamShape stream,
        ReadOnlySpan<byte> beforeId,
        ReadOnlySpan<byte> beforeEmittedAt,
        ReadOnlySpan<byte> beforeData,
        ReadOnlySpan<byte> afterData)
        : base(stream)
    {
        _beforeId = beforeId.ToArray();
        _beforeEmittedAt = beforeEmittedAt.ToArray();
        _beforeData = beforeData.ToArray();
        _afterData = afterData.ToArray();
        _constantLength = beforeId.Length + RandomIds.Length + beforeEmittedAt.Length + beforeData.Length + afterData.Length;
    }

    /// <inheritdoc/>
    internal override int IdStart => _beforeId.Length;

    /// <inheritdoc/>
    internal override int Length(in RecordContent content) => _constantLength + content.EmittedAt.Length + content.Data.Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Write(Span<byte> destination, RandomIds ids, in RecordContent content)
    {
        destination = Append(destination, _beforeId);
        ids.WriteNext(destination);
        destination = Append(destination[RandomIds.Length..], _beforeEmittedAt);
        destination = Append(destination, content.EmittedAt);
        destination = Append(destination, _beforeData);
        destination = Append(destination, content.Data);
        _afterData.CopyTo(destination);
    }
}
