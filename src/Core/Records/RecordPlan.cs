using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>
/// A stream's values in one shape: constant parts, with slots between them for the record's id, its <c>emitted_at</c> and its <c>data</c>.
/// </summary>
/// <remarks>Nothing is parsed: a value is a handful of copies, and the bytes of <c>data</c> are taken as they are.</remarks>
internal sealed class RecordPlan
{
    private readonly byte[] _beforeId;
    private readonly byte[] _beforeEmittedAt;
    private readonly byte[] _beforeData;
    private readonly byte[] _afterData;
    private readonly int _constantLength;

    /// <summary>Makes a plan of its constant parts.</summary>
    internal RecordPlan(
        ReadOnlySpan<byte> beforeId, ReadOnlySpan<byte> beforeEmittedAt, ReadOnlySpan<byte> beforeData, ReadOnlySpan<byte> afterData)
    {
        _beforeId = beforeId.ToArray();
        _beforeEmittedAt = beforeEmittedAt.ToArray();
        _beforeData = beforeData.ToArray();
        _afterData = afterData.ToArray();
        _constantLength = beforeId.Length + RandomIds.Length + beforeEmittedAt.Length + beforeData.Length + afterData.Length;
    }

    /// <summary>Where the record's id lies in the value.</summary>
    internal int IdStart => _beforeId.Length;

    /// <summary>Bytes of a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Length(in RecordContent content) => _constantLength + content.EmittedAt.Length + content.Data.Length;

    /// <summary>Writes a value.</summary>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <param name="ids">Gives the record its id.</param>
    /// <param name="content">What the record's line says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Write(Span<byte> destination, RandomIds ids, in RecordContent content)
    {
        destination = Append(destination, _beforeId);
        ids.WriteNext(destination);
        destination = Append(destination[RandomIds.Length..], _beforeEmittedAt);
        destination = Append(destination, content.EmittedAt);
        destination = Append(destination, _beforeData);
        destination = Append(destination, content.Data);
        _afterData.CopyTo(destination);
    }

    private static Span<byte> Append(Span<byte> destination, ReadOnlySpan<byte> part)
    {
        part.CopyTo(destination);
        return destination[part.Length..];
    }
}
