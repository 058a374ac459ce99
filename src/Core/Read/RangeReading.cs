using System.Diagnostics;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Reads parts of partitions, all at once.</summary>
/// <param name="client">Takes the records.</param>
/// <param name="answerTimeout">The longest silence of the brokers while something is still to come.</param>
/// <param name="sink">Is told of topics that are lost, and when nothing has come for a moment.</param>
internal sealed class RangeReading(ReadClient client, TimeSpan answerTimeout, IRecordSink sink)
{
    private readonly Dictionary<TopicPartition, long> _ends = [];
    private readonly HashSet<TopicPartition> _silent = [];
    private readonly List<TopicPartition> _paused = [];

    /// <summary>Reads to the ends of the ranges.</summary>
    /// <param name="ranges">What to read.</param>
    /// <param name="take">Takes a record that lies in one of them; says whether more of its partition is wanted.</param>
    internal void Read(IEnumerable<PartitionRange> ranges, Func<ConsumedRecord, bool> take) =>
        Read(ranges.Where(range => range.Length > 0), take, isOver: null);

    /// <summary>Reads beyond the ends of the ranges, and waits for more.</summary>
    /// <param name="ranges">Where it begins.</param>
    /// <param name="take">Takes a record; says whether more of its partition is wanted.</param>
    /// <param name="isOver">Whether nothing more that is written is wanted.</param>
    internal void Follow(IEnumerable<PartitionRange> ranges, Func<ConsumedRecord, bool> take, Func<bool> isOver) =>
        Read(ranges.Select(range => range with { End = long.MaxValue }), take, isOver);

    private void Read(IEnumerable<PartitionRange> ranges, Func<ConsumedRecord, bool> take, Func<bool>? isOver)
    {
        _ends.Clear();
        _silent.Clear();
        _paused.Clear();
        var starts = new List<TopicPartitionOffset>();
        foreach (var range in ranges)
        {
            starts.Add(new TopicPartitionOffset(range.Partition, range.Start));
            _ends.Add(range.Partition, range.End);
        }

        if (starts.Count == 0)
        {
            return;
        }

        client.OnTopicLost = Forget;
        client.Consumer.Assign(starts);
        while (_ends.Count > 0)
        {
            if (client.TakeReady() is { } ready)
            {
                Take(ready, take, isOver);
                continue;
            }

            sink.Flush();
            Wait(take, isOver);
        }

        // The client keeps a pause beyond the assignment, and another reading of the partition may follow.
        client.Consumer.Resume(_paused);
        client.Consumer.Unassign();
    }

    // Begins after the flush: a pipeline that is slow is no broker that is.
    private void Wait(Func<ConsumedRecord, bool> take, Func<bool>? isOver)
    {
        var lastAnswer = Stopwatch.GetTimestamp();

        // Before a silence counts as a fault; of a topic that is followed it is usual.
        var lookInterval = isOver is null ? answerTimeout / 3 : answerTimeout;
        var nextLook = lookInterval;
        while (_ends.Count > 0)
        {
            if (client.Take() is { } result)
            {
                Take(result, take, isOver);
                return;
            }

            if (Stopwatch.GetElapsedTime(lastAnswer) >= nextLook && client.LookForLost(_ends.Keys.Select(partition => partition.Topic)))
            {
                nextLook = Stopwatch.GetElapsedTime(lastAnswer) + lookInterval;
            }

            if (_ends.Count > 0 && isOver is null && Stopwatch.GetElapsedTime(lastAnswer) >= answerTimeout)
            {
                throw client.NoAnswer(_ends.Keys.First().Topic);
            }

            if (isOver?.Invoke() == true)
            {
                foreach (var partition in _silent)
                {
                    _ends.Remove(partition);
                }
            }
        }
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result, Func<ConsumedRecord, bool> take, Func<bool>? isOver)
    {
        var partition = result.TopicPartition;
        if (!_ends.TryGetValue(partition, out var end))
        {
            return;
        }

        if (result.IsPartitionEOF && isOver is not null)
        {
            _silent.Add(partition);
            return;
        }

        // The last offset may be a marker of a transaction, which never comes as a record: hence the end of a partition.
        var isWithin = !result.IsPartitionEOF && result.Offset.Value < end;
        if (!isWithin || !take(RecordReader.Read(result)) || result.Offset.Value >= end - 1)
        {
            _ends.Remove(partition);

            // Others may go on writing to it.
            client.Consumer.Pause([partition]);
            _paused.Add(partition);
        }
        else if (_silent.Count > 0)
        {
            _silent.Remove(partition);
        }
    }

    private void Forget(string topic, AirbyteKafkaException failure)
    {
        sink.Tell(new ReadNotice(LogLevel.Error, failure.Message, topic, failure));
        foreach (var partition in _ends.Keys.Where(partition => partition.Topic == topic).ToArray())
        {
            _ends.Remove(partition);
        }
    }
}
