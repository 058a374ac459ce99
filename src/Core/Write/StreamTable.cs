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

    /// <param name="topics">The topic of each stream.</param>
    /// <param name="shape">What records look like.</param>
    /// <param name="catalog">What is known of the streams beside their names; <see langword="null"/> for nothing.</param>
    internal StreamTable(TopicMap topics, RecordShape shape, ConfiguredCatalog? catalog = null)
    {
        _shape = shape;
        _routesByBytes = _routes.GetAlternateLookup<ReadOnlySpan<byte>>();
        var known = catalog?.Streams.ToDictionary(stream => stream.Descriptor);
        var streamsOf = topics.Entries.CountBy(entry => entry.Topic).ToDictionary(StringComparer.Ordinal);
        var topicEntries = new Dictionary<string, TopicEntry>(StringComparer.Ordinal);
        foreach (var stream in topics.Entries)
        {
            var profile = known?.GetValueOrDefault(stream.Stream) is { } configured
                ? StreamProfile.Of(configured, sharesTopic: streamsOf[stream.Topic] > 1) : StreamProfile.Of(stream.Stream);
            var topic = TopicOf(stream.Topic);
            var entry = new StreamEntry(_entries.Count, shape.ForStream(profile), topic)
            {
                DeadLetters = stream.DeadLetters is null ? null : TopicOf(stream.DeadLetters),
            };
            _entries.Add(entry);
            _streams.Add(stream.Stream, entry);
        }

        HasDeadLetters = topics.DeadLetters.Count > 0;

        TopicEntry TopicOf(string topic)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(topicEntries, topic, out _);
            return entry ??= new TopicEntry(TopicCount++, topic, shape);
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

            if (entry.DeadLetters is { Handle: not 0 } deadLetters)
            {
                deadLetters.Open(lane);
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

    /// <summary>
    /// The same of records that are unfit; <see langword="null"/> where such a record ends the write.
    /// </summary>
    internal long? TakeRejectedCount(StateMessage state)
    {
        if (!HasDeadLetters || state.Scope != StateScope.Stream)
        {
            return HasDeadLetters ? _entries.Sum(entry => entry.TakeRejectedSinceState()) : null;
        }

        return state.Stream is { } stream && _streams.TryGetValue(stream, out var entry) ? entry.TakeRejectedSinceState() : 0;
    }

    /// <summary>How many streams there are.</summary>
    internal int Count => _entries.Count;

    /// <summary>Whether records that are unfit go to topics of their own.</summary>
    internal bool HasDeadLetters { get; }

    /// <summary>How many numbers streams have: each a second one where its unfit records are counted apart.</summary>
    internal int NumberCount => HasDeadLetters ? 2 * Count : Count;

    /// <summary>The number that what is written for unfit records of a stream goes by.</summary>
    internal int NumberOfDeadLetters(StreamEntry stream) => Count + stream.Number;

    /// <summary>How many topics they go to.</summary>
    internal int TopicCount { get; private set; }

    /// <summary>A stream by one of its numbers. For any thread.</summary>
    internal StreamDescriptor this[int number] => _entries[number % Count].Stream;

    /// <summary>The streams that had records without any field of their key, with how many.</summary>
    internal IEnumerable<(StreamDescriptor Stream, long Records)> Keyless =>
        _entries.Where(entry => entry.KeylessRecords > 0).Select(entry => (entry.Stream, entry.KeylessRecords));

    /// <summary>What has been written, for the streams that had records. For any thread.</summary>
    internal IReadOnlyList<StreamOutcome> Results(StreamTally tally)
    {
        var results = new List<StreamOutcome>();
        foreach (var entry in _entries)
        {
            // First what was settled, then what was read: a record is counted there before it is handed over.
            var (acknowledged, refused) = tally.Of(entry.Number);
            var (rejected, lost) = HasDeadLetters ? tally.Of(NumberOfDeadLetters(entry)) : default;
            var records = entry.Records;
            var unfit = entry.RejectedRecords;
            if (records + unfit > 0)
            {
                results.Add(new StreamOutcome(
                    entry.Stream.Namespace,
                    entry.Stream.Name,
                    entry.Topic.Name,
                    acknowledged,
                    refused + lost,
                    records - acknowledged - refused + (unfit - rejected - lost),
                    entry.Bytes)
                {
                    RejectedRecords = rejected,
                });
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

        return new StreamRoute(streamNamespace, name, entry, _shape.Plan(entry.Shape, name));
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
