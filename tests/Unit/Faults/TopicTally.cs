using System.Buffers.Text;
using System.Globalization;
using AirbyteKafka.Tests.Brokers;
using Confluent.Kafka;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// Which records of a <see cref="NumberedSync"/> lie in a topic, how often, and whether each partition has them in the order of the input.
/// </summary>
internal sealed class TopicTally
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromMinutes(5);

    private readonly List<int> _copies = [];
    private readonly Dictionary<int, long> _lastInPartition = [];

    private TopicTally()
    {
    }

    /// <summary>Copies beyond the first of a record.</summary>
    internal long Duplicates => _copies.Sum(count => (long)Math.Max(0, count - 1));

    /// <summary>How often a partition goes back to an earlier record.</summary>
    internal long OutOfOrder { get; private set; }

    /// <summary>Reads a topic from its beginning to its end.</summary>
    internal static async Task<TopicTally> ReadAsync(TestBroker broker, string topic, CancellationToken cancellation)
    {
        var tally = new TopicTally();
        await broker.ReadEachAsync(topic, tally.Take, TimeLimit, cancellation);
        return tally;
    }

    /// <summary>How many of the first records are not there.</summary>
    internal long MissingOf(long records)
    {
        var missing = Math.Max(0, records - _copies.Count);
        for (var number = 0; number < Math.Min(records, _copies.Count); number++)
        {
            missing += _copies[number] == 0 ? 1 : 0;
        }

        return missing;
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> record)
    {
        // Of a row that was deleted there is only the key.
        var number = record.Message.Value is { } value
            ? NumberOf(value) : int.Parse(record.Message.Key!, NumberStyles.None, CultureInfo.InvariantCulture);
        while (_copies.Count <= number)
        {
            _copies.Add(0);
        }

        _copies[number]++;
        if (_lastInPartition.TryGetValue(record.Partition.Value, out var last) && number < last)
        {
            OutOfOrder++;
        }

        _lastInPartition[record.Partition.Value] = number;
    }

    private static int NumberOf(ReadOnlySpan<byte> value)
    {
        var property = "\"_airbyte_data\":{\"n\":"u8;
        var start = value.IndexOf(property);
        return start >= 0 && Utf8Parser.TryParse(value[(start + property.Length)..], out int number, out _)
            ? number
            : throw new InvalidOperationException($"No record of a numbered sync: {System.Text.Encoding.UTF8.GetString(value)}");
    }
}
