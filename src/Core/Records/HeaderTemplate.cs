using System.Buffers.Text;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Records;

/// <summary>The headers of a stream's records: names and constant values, with slots between them for what a record brings.</summary>
/// <remarks>Nothing is allocated for a record. Names and constants lie in memory that stays put as long as this object does.</remarks>
internal sealed unsafe class HeaderTemplate
{
    // 2026-01-02T03:04:05.678Z
    private const int TimeLength = 24;

    private readonly List<Slot> _slots = [];
    private readonly byte[] _constants;

    private HeaderTemplate(StreamProfile profile, HeaderKind kind)
    {
        var bytes = new List<byte>();
        switch (kind)
        {
            case HeaderKind.Airbyte:
                AddAirbyte(profile, bytes);
                break;
            case HeaderKind.CloudEvents:
                AddCloudEvents(profile, bytes);
                break;
        }

        _constants = GC.AllocateUninitializedArray<byte>(bytes.Count, pinned: true);
        bytes.CopyTo(_constants);
        HasId = _slots.Exists(static slot => slot.Kind == SlotKind.Id);
        SeesDeletions = _slots.Exists(static slot => slot.Kind == SlotKind.Deletion);
    }

    private enum SlotKind
    {
        Constant,
        Id,
        EmittedAt,
        Time,
        Changes,
        Deletion,
    }

    /// <summary>Whether a header says that a row was deleted.</summary>
    internal bool SeesDeletions { get; }

    /// <summary>Whether a header has the record's id.</summary>
    internal bool HasId { get; }

    /// <summary>The headers of a stream.</summary>
    internal static HeaderTemplate Of(StreamProfile profile, HeaderKind kind) => new(profile, kind);

    /// <summary>Measures the headers of a record.</summary>
    /// <param name="content">What its line says.</param>
    /// <param name="isDeleted">Whether it says that its row was deleted.</param>
    /// <returns>
    /// How many there are, the bytes that they take in the record's memory, a multiple of 8, and the bytes that they have in a batch.
    /// </returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal (int Count, int Length, int Size) Measure(in RecordContent content, bool isDeleted)
    {
        var (count, variable, size) = (0, 0, 0);
        foreach (ref readonly var slot in CollectionsMarshal.AsSpan(_slots))
        {
            var length = slot.Kind switch
            {
                SlotKind.Id => RandomIds.Length,
                SlotKind.EmittedAt => content.EmittedAt.Length,
                SlotKind.Time => HasTime(content) ? TimeLength : -1,
                SlotKind.Changes => Changes.AreNone(content.Changes) ? -1 : content.Changes.Length,
                SlotKind.Deletion when isDeleted => slot.OtherLength,
                _ => slot.ValueLength,
            };
            if (length >= 0)
            {
                count++;
                size += RecordHeaders.SizeInBatch(slot.NameLength, length);
                variable += slot.Kind is SlotKind.EmittedAt or SlotKind.Time or SlotKind.Changes ? length : 0;
            }
        }

        return (count, (RecordHeaders.Length(count) + variable + sizeof(long) - 1) & -sizeof(long), size);
    }

    /// <summary>Writes the headers of a record to the front of its memory.</summary>
    /// <param name="record">The memory, which stays put until the record's report.</param>
    /// <param name="count">From <see cref="Measure"/>.</param>
    /// <param name="id">Where the record's id lies.</param>
    /// <param name="timestamp">As in <see cref="RecordHeaders.Timestamp"/>.</param>
    /// <param name="content">As for <see cref="Measure"/>.</param>
    /// <param name="isDeleted">As for <see cref="Measure"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Write(byte* record, int count, byte* id, long timestamp, in RecordContent content, bool isDeleted)
    {
        var headers = RecordHeaders.Begin(record, timestamp, count);
        var free = record + RecordHeaders.Length(count);
        var constants = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_constants));
        var next = 0;
        foreach (ref readonly var slot in CollectionsMarshal.AsSpan(_slots))
        {
            var value = constants + slot.ValueStart;
            var length = slot.ValueLength;
            switch (slot.Kind)
            {
                case SlotKind.Id:
                    value = id;
                    length = RandomIds.Length;
                    break;
                case SlotKind.EmittedAt:
                    value = free;
                    length = content.EmittedAt.Length;
                    content.EmittedAt.CopyTo(new Span<byte>(value, length));
                    free += length;
                    break;
                case SlotKind.Time when HasTime(content):
                    value = free;
                    length = TimeLength;
                    WriteTime(new Span<byte>(value, length), Milliseconds(content));
                    free += length;
                    break;
                case SlotKind.Changes when !Changes.AreNone(content.Changes):
                    value = free;
                    length = content.Changes.Length;
                    content.Changes.CopyTo(new Span<byte>(value, length));
                    free += length;
                    break;
                case SlotKind.Time or SlotKind.Changes:
                    continue;
                case SlotKind.Deletion when isDeleted:
                    value = constants + slot.OtherStart;
                    length = slot.OtherLength;
                    break;
            }

            headers[next++] = RecordHeader.Of(constants + slot.NameStart, slot.NameLength, value, length);
        }
    }

    /// <summary>The number that <c>emitted_at</c> is.</summary>
    internal static long Milliseconds(in RecordContent content) =>
        Utf8Parser.TryParse(content.EmittedAt, out long milliseconds, out _) ? milliseconds : 0;

    // RFC 3339 has no years but those of four digits.
    private static bool HasTime(in RecordContent content) =>
        Milliseconds(content) is >= -62_135_596_800_000 and <= 253_402_300_799_999;

    private static void WriteTime(Span<byte> destination, long milliseconds) =>
        DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime.TryFormat(
            destination, out _, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private void AddAirbyte(StreamProfile profile, List<byte> bytes)
    {
        Add(bytes, "_airbyte_raw_id", SlotKind.Id);
        Add(bytes, "_airbyte_stream", SlotKind.Constant, profile.Descriptor.Name);
        if (profile.Descriptor.Namespace is { } name)
        {
            Add(bytes, "_airbyte_namespace", SlotKind.Constant, name);
        }

        Add(bytes, "_airbyte_extracted_at", SlotKind.EmittedAt);
        if (profile.GenerationId is { } generation)
        {
            Add(bytes, "_airbyte_generation_id", SlotKind.Constant, generation.ToString(CultureInfo.InvariantCulture));
        }

        if (profile.SyncId is { } sync)
        {
            Add(bytes, "_airbyte_sync_id", SlotKind.Constant, sync.ToString(CultureInfo.InvariantCulture));
        }

        if (profile.HasDeletions)
        {
            Add(bytes, "_airbyte_cdc_operation", SlotKind.Deletion, "upsert", "delete");
        }

        Add(bytes, "_airbyte_meta_changes", SlotKind.Changes);
    }

    private void AddCloudEvents(StreamProfile profile, List<byte> bytes)
    {
        var (streamNamespace, name) = profile.Descriptor;
        Add(bytes, "ce_specversion", SlotKind.Constant, "1.0");
        Add(bytes, "ce_id", SlotKind.Id);
        Add(bytes, "ce_source", SlotKind.Constant, streamNamespace is null
            ? $"/airbyte/{Uri.EscapeDataString(name)}"
            : $"/airbyte/{Uri.EscapeDataString(streamNamespace)}/{Uri.EscapeDataString(name)}");
        Add(bytes, "ce_type", SlotKind.Deletion, "com.airbyte.record", "com.airbyte.record.deleted");
        Add(bytes, "ce_time", SlotKind.Time);
        Add(bytes, "content-type", SlotKind.Constant, "application/json");
    }

    private void Add(List<byte> bytes, string name, SlotKind kind, string value = "", string other = "")
    {
        var (nameStart, nameLength) = Append(bytes, name);
        var (valueStart, valueLength) = Append(bytes, value);
        var (otherStart, otherLength) = Append(bytes, other);
        _slots.Add(new Slot(kind, nameStart, nameLength, valueStart, valueLength, otherStart, otherLength));
    }

    private static (int Start, int Length) Append(List<byte> bytes, string text)
    {
        var utf8 = StreamKey.Utf8.GetBytes(text);
        var start = bytes.Count;
        bytes.AddRange(utf8);
        return (start, utf8.Length);
    }

    private readonly record struct Slot(
        SlotKind Kind, int NameStart, int NameLength, int ValueStart, int ValueLength, int OtherStart, int OtherLength);
}
