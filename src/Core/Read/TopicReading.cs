using System.Diagnostics;
using System.Text;
using System.Threading.Channels;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>One reading of topics, on a thread of its own.</summary>
internal sealed class TopicReading : IDisposable
{
    // How soon the reading notices that nobody waits for it any more.
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    // A request that is answered in time needs one try; trying again lets errors be seen in between.
    private static readonly TimeSpan FirstTry = TimeSpan.FromMilliseconds(500);

    private readonly TimeSpan _answerTimeout;
    private readonly CancellationToken _leave;
    private readonly ReadErrors _errors;
    private readonly IConsumer<byte[]?, byte[]?> _consumer;
    private readonly IAdminClient _admin;
    private readonly Dictionary<TopicPartition, long> _ends = [];

    internal TopicReading(
        ClusterConnection connection, TimeSpan answerTimeout, Action<LogLevel, string>? log, bool debug, CancellationToken leave)
    {
        _answerTimeout = answerTimeout;
        _leave = leave;
        _errors = new ReadErrors(connection.ShownServers, connection.Redact, answerTimeout);
        var settings = ClientSettings.ForRead(connection).WithDebug(debug);
        _consumer = KafkaClient.OpenConsumer(settings, log is null ? null : settings.MakeLog(log), _errors.Note);
        _admin = new DependentAdminClientBuilder(_consumer.Handle).Build();
    }

    /// <summary>Writes all records to <paramref name="records"/>; does not complete it.</summary>
    internal void ReadTo(ChannelWriter<ConsumedRecord> records, IReadOnlyList<string> topics)
    {
        var starts = new List<TopicPartitionOffset>();
        foreach (var partition in topics.SelectMany(FindPartitions))
        {
            var offsets = Ask(timeout => _consumer.QueryWatermarkOffsets(partition, timeout), partition.Topic);
            if (offsets.Low < offsets.High)
            {
                starts.Add(new TopicPartitionOffset(partition, offsets.Low));
                _ends.Add(partition, offsets.High);
            }
        }

        _consumer.Assign(starts);
        var lastAnswer = Stopwatch.GetTimestamp();
        while (_ends.Count > 0)
        {
            _leave.ThrowIfCancellationRequested();
            if (Consume(Poll) is { } result)
            {
                Take(result, records);

                // After the record was taken: a reader who is slow is no broker that is.
                lastAnswer = Stopwatch.GetTimestamp();
            }
            else if (Stopwatch.GetElapsedTime(lastAnswer) >= _answerTimeout)
            {
                throw _errors.NoAnswer(_ends.Keys.First().Topic);
            }
        }
    }

    public void Dispose()
    {
        _admin.Dispose();
        _consumer.Dispose();
    }

    private IEnumerable<TopicPartition> FindPartitions(string topic)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            var metadata = Ask(timeout => _admin.GetMetadata(topic, timeout), topic).Topics.First(answer => answer.Topic == topic);
            var error = metadata.Error.IsError ? metadata.Error : metadata.Partitions.Find(partition => partition.Error.IsError)?.Error;
            if (error is null)
            {
                return metadata.Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId));
            }

            // A leader is being elected, as always when a topic is new.
            _errors.ThrowIfFinal(error, topic);
            _leave.ThrowIfCancellationRequested();
            if (Stopwatch.GetElapsedTime(started) >= _answerTimeout)
            {
                throw _errors.NoAnswer(topic);
            }

            _ = Consume(Poll);
        }
    }

    private T Ask<T>(Func<TimeSpan, T> request, string topic)
    {
        var started = Stopwatch.GetTimestamp();
        for (var limit = FirstTry; ; limit *= 2)
        {
            _leave.ThrowIfCancellationRequested();
            var left = _answerTimeout - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw _errors.NoAnswer(topic);
            }

            try
            {
                return request(limit < left ? limit : left);
            }
            catch (KafkaException failure)
            {
                _errors.ThrowIfFinal(failure.Error, topic);
            }

            // Nothing is assigned yet; this lets the client report what it found wrong.
            _ = Consume(Poll);
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Consume(TimeSpan timeout)
    {
        ConsumeResult<byte[]?, byte[]?>? result = null;
        try
        {
            result = _consumer.Consume(timeout);
        }
        catch (ConsumeException failure)
        {
            _errors.ThrowIfFinal(failure.Error, failure.ConsumerRecord?.Topic);
        }

        _errors.ThrowIfNoted();
        return result;
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result, ChannelWriter<ConsumedRecord> records)
    {
        if (!_ends.TryGetValue(result.TopicPartition, out var end))
        {
            return;
        }

        if (!result.IsPartitionEOF && result.Offset < end)
        {
            Write(ToRecord(result), records);
        }

        if (result.IsPartitionEOF || result.Offset >= end - 1)
        {
            _ends.Remove(result.TopicPartition);

            // Others may go on writing to it.
            _consumer.Pause([result.TopicPartition]);
        }
    }

    private void Write(ConsumedRecord record, ChannelWriter<ConsumedRecord> records)
    {
        while (!records.TryWrite(record))
        {
            _ = records.WaitToWriteAsync(_leave).AsTask().GetAwaiter().GetResult();
        }
    }

    private static ConsumedRecord ToRecord(ConsumeResult<byte[]?, byte[]?> result) => new(
        result.Topic,
        result.Partition.Value,
        result.Offset.Value,
        result.Message.Timestamp.Type == TimestampType.NotAvailable ? null : new DateTimeOffset(result.Message.Timestamp.UtcDateTime),
        ToText(result.Message.Key),
        ToText(result.Message.Value),
        [.. result.Message.Headers.Select(header => new ConsumedHeader(header.Key, ToText(header.GetValueBytes())))]);

    private static string? ToText(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
