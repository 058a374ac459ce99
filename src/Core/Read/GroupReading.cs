using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Kafka;
using AirbyteKafka.Text;
using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Reads the partitions that a consumer group deals to this member, from the offsets that the group has committed.</summary>
internal sealed class GroupReading : IGroupListener
{
    // A member that died is waited for by the others for as long as its session lasts (ClientSettings), and a little more.
    private static readonly TimeSpan JoinTimeout = TimeSpan.FromSeconds(60);

    // The group takes a member for dead that asks for no record for five minutes. The pipeline may need longer for one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly ReadRequest _request;
    private readonly GroupPositions _positions;
    private readonly ConcurrentQueue<CommitRequest> _commits;
    private readonly Func<bool> _confirm;
    private readonly IRecordSink _sink;
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly List<TopicPartition> _fresh = [];
    private bool _isDealt;
    private bool _isOver;
    private TimeSpan _nextLook;

    /// <summary>Makes the reading.</summary>
    /// <param name="request">What to read.</param>
    /// <param name="positions">How far the pipeline is.</param>
    /// <param name="commits">What the pipeline wants to be committed.</param>
    /// <param name="confirm">Whether what has gone down the pipeline is safe; called by the reading thread.</param>
    /// <param name="sink">Takes the records.</param>
    internal GroupReading(
        ReadRequest request, GroupPositions positions, ConcurrentQueue<CommitRequest> commits, Func<bool> confirm, IRecordSink sink)
    {
        _request = request;
        _positions = positions;
        _commits = commits;
        _confirm = confirm;
        _sink = sink;
        _nextLook = LookInterval;
    }

    private TimeSpan LookInterval => _request.Follows ? _request.AnswerTimeout : _request.AnswerTimeout / 3;

    /// <summary>The client, which needs this listener to be made.</summary>
    internal ReadClient Client { get; set; } = null!;

    /// <summary>Reads to the present ends of the partitions, or for ever.</summary>
    internal void Read(IReadOnlyList<string> topics)
    {
        if (topics.Count == 0)
        {
            return;
        }

        Client.OnTopicLost = (topic, failure) =>
        {
            _sink.Tell(new ReadNotice(LogLevel.Error, failure.Message, topic, failure));
            Forget(partition => partition.Topic == topic);
        };
        Client.Consumer.Subscribe(topics);
        var lastAnswer = Stopwatch.GetTimestamp();
        while (!_isDealt || _fresh.Count > 0 || _ends.Count > 0)
        {
            ServeCommits();
            if (_fresh.Count > 0)
            {
                FindEnds();
            }
            else if (Client.TakeReady() is { } ready)
            {
                Take(ready);
                lastAnswer = Stopwatch.GetTimestamp();
            }
            else
            {
                _sink.Flush();
                lastAnswer = TakeNext() ? Stopwatch.GetTimestamp() : lastAnswer;
                ThrowIfSilent(topics[0], lastAnswer);
            }
        }

        _sink.Flush();
    }

    /// <summary>Stays in the group, and commits, until the pipeline has left.</summary>
    internal void Linger()
    {
        while (true)
        {
            ServeCommits();
            _ = Client.TakeBriefly();
        }
    }

    /// <summary>Commits what is asked for; also while a full queue is waited for.</summary>
    internal void ServeCommits()
    {
        while (_commits.TryDequeue(out var commit))
        {
            commit.Outcome.SetResult(commit.Generation == _positions.Generation ? Commit(commit.Offsets, commit.Deadline) : null);
        }
    }

    /// <summary>The pipeline has left: what it has not asked to be committed is not.</summary>
    internal void Close() => _isOver = true;

    /// <summary>Keeps the place in the group while the pipeline takes its time.</summary>
    /// <param name="waited">How long the queue has been full.</param>
    internal void Rest(TimeSpan waited)
    {
        ServeCommits();
        if (waited < Patience)
        {
            return;
        }

        Client.Consumer.Pause(Client.Consumer.Assignment);
        if (Client.TakeBriefly() is { } result)
        {
            Take(result);
        }
    }

    /// <summary>The queue has room again.</summary>
    internal void Resume(TimeSpan waited)
    {
        if (waited >= Patience)
        {
            Client.Consumer.Resume(Client.Consumer.Assignment.Where(partition => _request.Follows || _ends.ContainsKey(partition)));
        }
    }

    /// <inheritdoc/>
    public void OnAssigned(IReadOnlyList<TopicPartition> partitions)
    {
        _isDealt = true;
        _fresh.AddRange(partitions);
        _sink.Tell(new ReadNotice(LogLevel.Info, partitions.Count == 0
            ? $"Group '{Printable.Of(_request.Group!)}' has no partition for this command: other members read them all."
            : string.Create(CultureInfo.InvariantCulture,
                $"Group '{Printable.Of(_request.Group!)}' deals {partitions.Count} partitions to this command.")));
    }

    /// <inheritdoc/>
    public void OnRevoked(IReadOnlyList<TopicPartition> partitions, bool isLate)
    {
        // What was read ahead is read again by whoever gets the partitions, so it must not go down this pipeline too.
        _sink.Drop();
        if (!isLate && !_isOver && _positions.GetOpen().Offsets is { Count: > 0 } open && _confirm())
        {
            _ = Commit(open, Environment.TickCount64 + (long)_request.AnswerTimeout.TotalMilliseconds);
        }

        _positions.Deal();
        _fresh.RemoveAll(partitions.Contains);
        Forget(partitions.Contains);
    }

    private bool TakeNext()
    {
        if (Client.Take() is not { } result)
        {
            return false;
        }

        Take(result);
        _nextLook = LookInterval;
        return true;
    }

    private void ThrowIfSilent(string topic, long lastAnswer)
    {
        if (_isDealt && _ends.Count > 0 && Stopwatch.GetElapsedTime(lastAnswer) is var silence && silence >= _nextLook
            && Client.LookForLost(_ends.Keys.Select(partition => partition.Topic)))
        {
            _nextLook = silence + LookInterval;
        }

        var limit = _isDealt ? _request.AnswerTimeout : JoinTimeout;
        if (!(_isDealt && _request.Follows) && Stopwatch.GetElapsedTime(lastAnswer) >= limit)
        {
            throw Client.NoAnswer(topic);
        }
    }

    private void FindEnds()
    {
        if (_request.Follows)
        {
            foreach (var partition in _fresh)
            {
                _ends[partition] = long.MaxValue;
            }
        }
        else
        {
            foreach (var (partition, end) in new OffsetFinder(Client, _sink).FindEnds(_fresh))
            {
                _ends[partition] = end;
            }
        }

        _fresh.Clear();
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        // The same call may have dealt a partition and brought its first record.
        if (_fresh.Count > 0)
        {
            FindEnds();
        }

        var partition = result.TopicPartition;
        if (!_ends.TryGetValue(partition, out var end) || (_request.Follows && result.IsPartitionEOF))
        {
            return;
        }

        var isWithin = !result.IsPartitionEOF && result.Offset.Value < end;
        if (isWithin)
        {
            _sink.Add(RecordReader.Read(result));
        }

        if ((!isWithin || result.Offset.Value >= end - 1) && _ends.Remove(partition))
        {
            Client.Consumer.Pause([partition]);
        }
    }

    private string? Commit(IReadOnlyList<TopicPartitionOffset> offsets, long deadline)
    {
        while (true)
        {
            try
            {
                Client.Consumer.Commit(offsets);
                _positions.Settle(offsets);
                return null;
            }
            catch (KafkaException failure) when (failure.Error.Code == ErrorCode.UnknownTopicOrPart)
            {
                // A topic that is gone keeps no offset; the others do.
                if (offsets.Count > 1)
                {
                    return offsets.Select(offset => Commit([offset], deadline)).FirstOrDefault(reason => reason is not null);
                }

                _positions.Settle(offsets);
                return null;
            }
            catch (TopicPartitionOffsetException partly) when (offsets.Count > 1)
            {
                return partly.Results.Select(result => Commit([result.TopicPartitionOffset], deadline))
                    .FirstOrDefault(reason => reason is not null);
            }
            catch (KafkaException failure)
            {
                // A group that is used for the first time, or whose coordinator has just changed, is asked again.
                if (failure.Error.Code is not (ErrorCode.NotCoordinatorForGroup or ErrorCode.GroupCoordinatorNotAvailable
                        or ErrorCode.GroupLoadInProgress or ErrorCode.Local_WaitCoord or ErrorCode.RequestTimedOut)
                    || Environment.TickCount64 >= deadline)
                {
                    return failure.Error.Reason;
                }

                Thread.Sleep(RetryPause);
            }
        }
    }

    private void Forget(Predicate<TopicPartition> isMeant)
    {
        foreach (var partition in _ends.Keys.Where(partition => isMeant(partition)).ToArray())
        {
            _ends.Remove(partition);
        }
    }
}
