using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using AirbyteKafka.Records;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Write;

/// <summary>Finds a record's stream by the bytes of its line, without making strings of them more than once.</summary>
internal sealed class StreamTable
{
    // Escapes let a source spell one name in many ways; no source does, and none may fill the memory by it.
    private const int MaxSpareSpellings = 1024;

    private const int MaxNamespacesShown = 3;

    private readonly List<StreamEntry> _entries = [];
    private readonly Dictionary<StreamDescriptor, StreamEntry> _streams = [];
    private readonly Dictionary<byte[], StreamRoute> _routes = new(ByteSequenceComparer.Instance);
    private readonly Dictionary<byte[], StreamRoute>.AlternateLookup<ReadOnlySpan<byte>> _routesByBytes;
    private readonly RecordShape _shape;
    private StreamRoute? _last;

    internal StreamTable(TopicMap topics, RecordShape shape)
    {
        _shape = shape;
        _routesByBytes = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();
        var topicEntries = new Dictionary<string, TopicEntry>(StringComparer.Ordinal);
        foreach (var (stream, topic) in topics.Entries)
        {
            ref var topicEntry = ref CollectionsMarshal.GetValueRefOrAddDefault(topicEntries, topic, out _);
            var entry = new StreamEntry(_entries.Count, stream, topicEntry ??= new TopicEntry(TopicCount++, topic, shape));
            _entries.Add(entry);
            _streams.Add(stream, entry);
        }
    }

    /// <summary>The route of a record.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.StreamNotInCatalog"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal StreamRoute Find(ReadOnlySpan<byte> line, in ScannedMessage record, long lineNumber)
    {
        var name = record.Stream.Of(line);
        var hasNamespace = record.Namespace.IsPresent;
        var streamNamespace = hasNamespace ? record.Namespace.Of(line) : default;

        // Sources send runs of one stream.
        if (_last is { } last && name.SequenceEqual(last.Name)
            && hasNamespace == last.Namespace is not null && streamNamespace.SequenceEqual(last.Namespace))
        {
            return last;
        }

        return _last = FindByBytes(streamNamespace, hasNamespace, name, lineNumber);
    }

    /// <summary>Opens the topics that have records in another lane.</summary>
    internal void Reopen(Lane lane)
    {
        foreach (var entry in _entries)
        {
            if (entry.Topic.Handle != 0)
            {
                entry.Topic.Open(lane);
            }
        }
    }

    /// <summary>How many records a state covers since the last one that covered the same, and starts to count anew.</summary>
    internal long TakeRecordCount(StateMessage state)
    {
        if (state.Scope != StateScope.Stream)
        {
            return _entries.Sum(entry => entry.TakeRecordsSinceState());
        }

        return state.Stream is { } stream && _streams.TryGetValue(stream, out var entry) ? entry.TakeRecordsSinceState() : 0;
    }

    /// <summary>How many streams there are.</summary>
    internal int Count => _entries.Count;

    /// <summary>How many topics they go to.</summary>
    internal int TopicCount { get; private set; }

    /// <summary>A stream by its number. For any thread.</summary>
    internal StreamDescriptor this[int stream] => _entries[stream].Stream;

    /// <summary>What has been written, for the streams that had records. For any thread.</summary>
    internal IReadOnlyList<StreamOutcome> Results(StreamTally tally)
    {
        var results = new List<StreamOutcome>();
        foreach (var entry in _entries)
        {
            // First what was settled, then what was read: a record is counted there before it is handed over.
            var (acknowledged, refused) = tally.Of(entry.Number);
            var records = entry.Records;
            if (records > 0)
            {
                results.Add(new StreamOutcome(
                    entry.Stream.Namespace,
                    entry.Stream.Name,
                    entry.Topic.Name,
                    acknowledged,
                    refused,
                    records - acknowledged - refused,
                    entry.Bytes));
            }
        }

        return results;
    }

    private StreamRoute FindByBytes(ReadOnlySpan<byte> streamNamespace, bool hasNamespace, ReadOnlySpan<byte> name, long lineNumber)
    {
        // No JSON string holds a raw line end, so it separates the two, and tells no namespace from an empty one.
        var length = streamNamespace.Length + name.Length + 2;
        var rented = length > 512 ? ArrayPool<byte>.Shared.Rent(length) : null;
        var key = (rented ?? stackalloc byte[512])[..length];
        key[0] = hasNamespace ? (byte)1 : (byte)0;
        streamNamespace.CopyTo(key[1..]);
        key[1 + streamNamespace.Length] = (byte)'\n';
        name.CopyTo(key[(2 + streamNamespace.Length)..]);
        if (!_routesByBytes.TryGetValue(key, out var route))
        {
            route = MakeRoute(hasNamespace ? streamNamespace.ToArray() : null, name.ToArray(), lineNumber);
            if (_routes.Count >= _entries.Count + MaxSpareSpellings)
            {
                _routes.Clear();
            }

            _routesByBytes[key] = route;
        }

        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return route;
    }

    private StreamRoute MakeRoute(byte[]? streamNamespace, byte[] name, long lineNumber)
    {
        var descriptor = new StreamDescriptor(streamNamespace is null ? null : JsonText.Unescape(streamNamespace), JsonText.Unescape(name));
        if (!_streams.TryGetValue(descriptor, out var entry))
        {
            throw new AirbyteKafkaException(ErrorKind.StreamNotInCatalog, string.Create(
                CultureInfo.InvariantCulture,
                $"Line {lineNumber} of the input is a record of stream '{Printable.Of(descriptor.Name)}' {NamespaceClause(descriptor)}, ")
                + $"which the catalog does not list{OtherNamespaces(descriptor)}. Add the stream to the catalog, or take its records out "
                    + $"of the input.")
            {
                Line = lineNumber,
                Stream = descriptor.ToString(),
            };
        }

        return new StreamRoute(streamNamespace, name, entry, _shape.Plan(name));
    }

    private string OtherNamespaces(StreamDescriptor stream)
    {
        var others = _streams.Keys
            .Where(listed => listed.Name == stream.Name).Take(MaxNamespacesShown + 1).Select(NamespaceClause).ToList();
        var more = others.Count > MaxNamespacesShown ? " and others" : "";
        return others.Count == 0
            ? ""
            : $"; it lists '{Printable.Of(stream.Name)}' {string.Join(", ", others.Take(MaxNamespacesShown))}{more}";
    }

    private static string NamespaceClause(StreamDescriptor stream) => stream.Namespace switch
    {
        null => "without a namespace",
        "" => "with an empty namespace (\"\")",
        var name => $"in namespace '{Printable.Of(name)}'",
    };
}
