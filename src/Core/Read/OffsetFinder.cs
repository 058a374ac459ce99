using System.Globalization;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Read;

/// <summary>Finds which part of each partition is to be read. All partitions are asked about together.</summary>
/// <param name="client">Asks the brokers.</param>
/// <param name="sink">Is told of offsets that are not there.</param>
internal sealed class OffsetFinder(ReadClient client, IRecordSink sink)
{
    private const long None = -1;

    /// <summary>Finds where a reading begins and ends.</summary>
    internal IReadOnlyList<PartitionRange> Find(IReadOnlyList<TopicPartition> partitions, ReadStart start)
    {
        if (partitions.Count == 0)
        {
            return [];
        }

        // First, then last: what is deleted meanwhile is missed, and nothing is read twice.
        var lows = Ask(partitions, OffsetSpec.Earliest());
        var times = start is ReadStart.Since since ? Ask(partitions, OffsetSpec.ForTimestamp(since.Time.ToUnixTimeMilliseconds())) : lows;
        var highs = Ask(partitions, OffsetSpec.Latest());
        PartitionRange[] ranges =
        [
            .. partitions.Where(partition => lows.ContainsKey(partition) && times.ContainsKey(partition) && highs.ContainsKey(partition))
                .Select(partition => RangeOf(partition, lows[partition], times[partition], highs[partition], start)),
        ];
        if (start is ReadStart.At at)
        {
            WarnOfMissing(ranges, at.Offset);
        }

        return ranges;
    }

    /// <summary>Finds where partitions end that are being read already.</summary>
    internal IReadOnlyDictionary<TopicPartition, long> FindEnds(IReadOnlyList<TopicPartition> partitions) =>
        Ask(partitions, OffsetSpec.Latest(), isReading: true);

    private static PartitionRange RangeOf(TopicPartition partition, long low, long time, long high, ReadStart start) => new(
        partition,
        low,
        start switch
        {
            ReadStart.At at => Math.Clamp(at.Offset, low, Math.Max(low, high)),
            ReadStart.Since => time == None ? high : time,
            ReadStart.Tail tail => Math.Max(low, high - tail.Count),
            _ => low,
        },
        high);

    private void WarnOfMissing(PartitionRange[] ranges, long offset)
    {
        foreach (var range in ranges.Where(range => offset < range.First))
        {
            Warn(range, $"begins with offset {range.First}: {offset} is gone, and it is read from there");
        }

        foreach (var range in ranges.Where(range => offset > range.End))
        {
            Warn(range, $"ends before offset {range.End}: there is no {offset}, and nothing to read yet");
        }
    }

    private void Warn(PartitionRange range, string what) => sink.Tell(new ReadNotice(LogLevel.Warn,
        string.Create(
            CultureInfo.InvariantCulture, $"Partition {range.Partition.Partition.Value} of topic '{range.Partition.Topic}' {what}."),
        range.Partition.Topic));

    // Partitions of a topic that is gone are left out, and it is said so once.
    private Dictionary<TopicPartition, long> Ask(IReadOnlyList<TopicPartition> partitions, OffsetSpec spec, bool isReading = false)
    {
        var found = new Dictionary<TopicPartition, long>();
        var lost = new HashSet<string>(StringComparer.Ordinal);
        return client.Ask(partitions[0].Topic, async (admin, limit) =>
        {
            var open = partitions.Where(partition => !found.ContainsKey(partition) && !lost.Contains(partition.Topic));
            var asked = open.Select(partition => new TopicPartitionOffsetSpec { TopicPartition = partition, OffsetSpec = spec }).ToArray();
            foreach (var answer in await AskAsync(admin, asked, limit).ConfigureAwait(false))
            {
                if (!answer.Error.IsError)
                {
                    found[answer.TopicPartition] = answer.Offset.Value;
                }
                else if (FindLoss(answer) is { } failure && lost.Add(answer.Topic))
                {
                    sink.Tell(new ReadNotice(LogLevel.Error, failure.Message, answer.Topic, failure));
                }
            }

            return open.Any() ? null : found;
        }, isReading);
    }

    private AirbyteKafkaException? FindLoss(TopicPartitionOffsetError answer)
    {
        try
        {
            client.ThrowIfFinal(answer.Error, answer.Topic);
            return null;
        }
        catch (AirbyteKafkaException failure)
        {
            return failure;
        }
    }

    private static async Task<IEnumerable<TopicPartitionOffsetError>> AskAsync(
        IAdminClient admin, TopicPartitionOffsetSpec[] asked, TimeSpan limit)
    {
        try
        {
            var options = new ListOffsetsOptions { RequestTimeout = limit, IsolationLevel = IsolationLevel.ReadCommitted };
            var result = await admin.ListOffsetsAsync(asked, options).ConfigureAwait(false);
            return result.ResultInfos.Select(info => info.TopicPartitionOffsetError);
        }
        catch (ListOffsetsException partly)
        {
            return partly.Result.ResultInfos.Select(info => info.TopicPartitionOffsetError);
        }
    }
}
