using System.Threading.Channels;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Read;

/// <summary>
/// Reads what lies in topics when the reading starts: all partitions, from the first record to the last. Leaves no trace at the brokers.
/// </summary>
public static class TopicReader
{
    // Enough to keep the reading thread busy, little enough to hold in memory.
    private const int RecordsAhead = 1000;

    /// <summary>Reads topics. Records of one partition come in order, partitions in any.</summary>
    /// <param name="connection">Where they are.</param>
    /// <param name="topics">Their names, at least one.</param>
    /// <param name="answerTimeout">The longest wait for any one answer of the brokers.</param>
    /// <param name="log">Is told what Kafka's client logs, from any thread; it may not block for long.</param>
    /// <param name="debug">Whether the client logs what it does in detail.</param>
    /// <param name="cancellationToken">Ends the reading at once.</param>
    /// <returns>The records, as they arrive. The reading starts with the enumeration and ends with it.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// A topic that does not exist or must not be read, brokers that do not answer in time or refuse.
    /// </exception>
    public static IEnumerable<ConsumedRecord> Read(
        ClusterConnection connection, IReadOnlyList<string> topics, TimeSpan answerTimeout, Action<LogLevel, string>? log, bool debug,
            CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(topics);
        foreach (var topic in topics)
        {
            if (TopicName.FindFault(topic) is { } fault)
            {
                throw new AirbyteKafkaException(ErrorKind.TopicNameInvalid, $"The topic name '{topic}' {fault}. Give the topic's name as "
                    + $"Kafka has it.");
            }
        }

        IReadOnlyList<string> names = [.. topics.Distinct(StringComparer.Ordinal)];
        return ReadAll(leave => new TopicReading(connection, answerTimeout, log, debug, leave), names, cancellationToken);
    }

    private static IEnumerable<ConsumedRecord> ReadAll(Func<CancellationToken, TopicReading> open, IReadOnlyList<string> topics,
        CancellationToken cancellationToken)
    {
        var records = Channel.CreateBounded<ConsumedRecord>(
            new BoundedChannelOptions(RecordsAhead) { SingleReader = true, SingleWriter = true });
        var leave = new CancellationTokenSource();

        // Calls into the native client cannot be cancelled. They are made on a thread that can be left behind; it ends, and cleans up, by
        // itself.
        var thread = new Thread(() => ReadInto(records.Writer, open, topics, leave.Token)) { IsBackground = true, Name = "Kafka reader" };
        thread.Start();
        try
        {
            while (records.Reader.WaitToReadAsync(cancellationToken).AsTask().GetAwaiter().GetResult())
            {
                while (records.Reader.TryRead(out var record))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return record;
                }
            }
        }
        finally
        {
            leave.Cancel();
        }
    }

    private static void ReadInto(ChannelWriter<ConsumedRecord> records, Func<CancellationToken, TopicReading> open,
        IReadOnlyList<string> topics, CancellationToken leave)
    {
        try
        {
            using var reading = open(leave);
            reading.ReadTo(records, topics);
            records.Complete();
        }
        catch (Exception failure)
        {
            // Whoever reads from the channel gets it, unless they have left.
            records.Complete(failure);
        }
    }
}
