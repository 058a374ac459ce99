using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Kafka;
using AirbyteKafka.Text;

namespace AirbyteKafka.Read;

/// <summary>One reading of topics, on a thread of its own.</summary>
internal sealed class TopicReading : IRecordSink, IDisposable
{
    // Enough that handing over costs nothing, little enough that the first records show at once.
    private const int BatchRecords = 1000;
    private const int BatchBytes = 1 << 20;

    // Producers' clocks differ, and so records lie out of order by a little. Those that are still to come are waited for.
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(10);

    // How soon a reading that waits for the pipeline notices that it has left.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private readonly ReadRequest _request;
    private readonly RecordQueue _queue;
    private readonly ConcurrentQueue<ReadNotice> _notices;
    private readonly GroupPositions _positions;
    private readonly GroupReading? _group;
    private readonly ReadClient _client;
    private readonly CancellationToken _leave;
    private readonly long _since;
    private readonly long _until;
    private readonly long _wellAfterUntil;
    private RecordBatch _batch = new(generation: 0);

    internal TopicReading(ReadRequest request, ReadChannel channel, ClusterConnection connection, bool debug)
    {
        _request = request;
        _queue = channel.Queue;
        _notices = channel.Notices;
        _positions = channel.Positions;
        _leave = channel.Leave;
        _since = request.Start is ReadStart.Since since ? since.Time.ToUnixTimeMilliseconds() : long.MinValue;
        _until = request.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue;
        _wellAfterUntil = request.Until is null ? long.MaxValue : _until + (long)Disorder.TotalMilliseconds;
        _group = request.Group is null ? null : new GroupReading(request, channel.Positions, channel.Commits, channel.Confirm, this);
        _client = new ReadClient(connection, request, (level, message) => Tell(new ReadNotice(level, message)), debug, _group, _leave);
        if (_group is not null)
        {
            _group.Client = _client;
        }
    }

    /// <summary>Reads all there is to read.</summary>
    /// <param name="find">Is told which topics there are to read.</param>
    /// <param name="expect">Is told how many records are to come at most, where that is known.</param>
    internal void Run(Action<IReadOnlyList<string>> find, Action<long> expect)
    {
        var partitions = new TopicFinder(_client, _request, this).Find();
        string[] there = [.. partitions.Select(partition => partition.Topic).Distinct(StringComparer.Ordinal)];
        find(there);
        if (_group is not null)
        {
            _group.Read(there);
            return;
        }

        var ranges = new OffsetFinder(_client, this).Find(partitions, _request.Start);
        var length = ranges.Sum(range => range.Length);
        string[] topics = [.. ranges.Select(range => range.Partition.Topic).Distinct(StringComparer.Ordinal)];
        Tell(new ReadNotice(LogLevel.Info, string.Create(CultureInfo.InvariantCulture,
            $"Reads {Printable.List(topics)}: partitions {ranges.Count}, offsets {length:N0}.")));
        var reading = new RangeReading(_client, _request.AnswerTimeout, this);
        if (_request.Start is ReadStart.Tail tail)
        {
            foreach (var record in new TailReading(reading, tail.Count).Read(ranges))
            {
                Add(record);
            }

            ranges = [.. ranges.Select(range => range with { Start = range.End })];
        }
        else if (!_request.Follows)
        {
            expect(length);
            reading.Read(ranges, Take);
        }

        if (_request.Follows)
        {
            Flush();
            reading.Follow(ranges, Take, IsOver);
        }

        Flush();
    }

    /// <summary>Keeps the membership of a group until the pipeline has left; nothing else is to be kept.</summary>
    internal void Linger() => _group?.Linger();

    /// <inheritdoc/>
    public void Add(ConsumedRecord record)
    {
        _batch.Add(record);
        if (_batch.Records.Count >= BatchRecords || _batch.Bytes >= BatchBytes)
        {
            Flush();
        }
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_batch.Records.Count == 0)
        {
            return;
        }

        var full = _batch;
        _batch = new RecordBatch(_positions.Generation);
        var started = Stopwatch.GetTimestamp();
        while (!_queue.TryAdd(full, Turn, _leave))
        {
            _group?.Rest(Stopwatch.GetElapsedTime(started));
            if (full.Generation != _positions.Generation)
            {
                return;
            }
        }

        _group?.Resume(Stopwatch.GetElapsedTime(started));
    }

    /// <inheritdoc/>
    public void Drop()
    {
        _queue.Clear();
        _batch = new RecordBatch(_positions.Generation + 1);
    }

    /// <inheritdoc/>
    public void Tell(ReadNotice notice) => _notices.Enqueue(notice);

    public void Dispose()
    {
        _group?.Close();
        _client.Dispose();
    }

    private bool Take(ConsumedRecord record)
    {
        var time = record.Time;
        if (!(time < _since) && !(time >= _until))
        {
            Add(record);
        }

        return !(time >= _wellAfterUntil);
    }

    private bool IsOver() => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() >= _until;
}
