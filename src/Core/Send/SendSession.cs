using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Send;

/// <summary>
/// Sends records of any kind to one topic: all replicas acknowledge each, and the brokers drop what a retry repeats. Its methods are for
/// one thread at a time, where they do not say otherwise.
/// </summary>
public sealed class SendSession : IDisposable
{
    // Most batches that any topic takes are larger: none is refused for what others are in it.
    private const string BatchBytes = "65536";

    // The brokers say what is too large, each topic its own. This is the largest request that they read.
    private const string LargestRecord = "104000000";

    // The bound that strikes is the ledger's.
    private const string LargestQueueKibibytes = "2097151";
    private const string LargestQueue = "10000000";

    // Long enough for a batch to fill, too short for a person to notice.
    private const string LingerMilliseconds = "5";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    // How long records that are on their way may still take when the sender ends early.
    private static readonly TimeSpan LongestDrain = TimeSpan.FromSeconds(3.5);
    private static readonly TimeSpan PurgeTime = TimeSpan.FromSeconds(1);

    // The client closes its connections in no time, but waits for a name that is being resolved.
    private static readonly TimeSpan DisposeLimit = TimeSpan.FromSeconds(1);

    private readonly ClusterConnection _connection;
    private readonly NativeProducer _producer;
    private readonly NativeTopic _topic;
    private readonly SendErrors _errors;
    private readonly SendLedger _ledger;
    private readonly DeliveryThread _deliveries;
    private readonly HeaderMemory _headers = new();
    private bool _disposed;

    private SendSession(ClusterConnection connection, string topic, Action<LogLevel, string> log, bool tellsAll, bool debug)
    {
        _connection = connection;
        _ledger = new SendLedger(connection.Config.BufferMemory);
        var settings = ClientSettings.ForSend(connection, debug)
            .With("batch.size", BatchBytes)
            .With("message.max.bytes", LargestRecord)
            .With("queue.buffering.max.kbytes", LargestQueueKibibytes)
            .With("queue.buffering.max.messages", LargestQueue)
            .With("linger.ms", LingerMilliseconds);
        _producer = KafkaClient.OpenProducer(settings);
        try
        {
            _topic = _producer.OpenTopic(topic);
        }
        catch (AirbyteKafkaException)
        {
            _producer.Dispose();
            throw;
        }

        var faults = new ConnectionFaults(connection.Config, () => _producer.Throttle);
        _errors = new SendErrors(connection, topic, faults);
        _deliveries = new DeliveryThread(_producer, _ledger, _errors, faults, settings.MakeLog(log), tellsAll);
    }

    /// <summary>Opens a sender. Nothing is sent yet.</summary>
    /// <param name="connection">How to reach the cluster.</param>
    /// <param name="topic">The topic's name, as it is.</param>
    /// <param name="log">Is told what Kafka's client logs, from any thread; it may not block for long.</param>
    /// <param name="tellsAll">Whether records that were acknowledged are reported one by one; those that failed always are.</param>
    /// <param name="debug">Whether the client logs what it does in detail.</param>
    /// <exception cref="AirbyteKafkaException">
    /// A topic name that Kafka does not allow, a connection that its client does not take, or no native client.
    /// </exception>
    public static SendSession Start(
        ClusterConnection connection, string topic, Action<LogLevel, string> log, bool tellsAll = false, bool debug = false)
    {
        ArgumentNullException.ThrowIfNull(connection);
        ArgumentNullException.ThrowIfNull(topic);
        ArgumentNullException.ThrowIfNull(log);
        CheckTopic(topic);
        return new SendSession(connection, topic, log, tellsAll, debug);
    }

    /// <summary>Makes sure that a topic may have a name.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.TopicNameInvalid"/>.</exception>
    public static void CheckTopic(string topic)
    {
        if (TopicName.FindFault(topic) is { } fault)
        {
            throw new AirbyteKafkaException(
                ErrorKind.TopicNameInvalid, $"The topic name '{topic}' {fault}. Give the topic's name as Kafka has it.");
        }
    }

    /// <summary>Why nothing more can be sent, if that is so: what concerns all records and not one of them. For any thread.</summary>
    public AirbyteKafkaException? Failure => _deliveries.Failure;

    /// <summary>How far it is. For any thread, also after <see cref="Dispose"/>.</summary>
    public SendFigures Figures => _ledger.Figures;

    /// <summary>Records that are neither acknowledged nor failed. For any thread.</summary>
    public long Outstanding => _ledger.Outstanding;

    // By when every record that was sent should be settled.
    private TimeSpan LongestDelivery => _connection.DeliveryTimeout + Grace;

    /// <summary>Sends a record, which leaves with others.</summary>
    /// <param name="record">The record; it is copied. What becomes of it comes by <see cref="TryTakeReport"/>.</param>
    /// <param name="cancellationToken">Ends a wait for room.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="Failure"/>, or no room within <c>max_block_ms</c>; the record was not taken.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the record was not taken.</exception>
    public unsafe void Send(in OutgoingRecord record, CancellationToken cancellationToken)
    {
        ThrowIfFailed();
        var ticket = RecordTicket.Pack(record.Number, record.HeaderCost);
        var cost = OutgoingRecord.CostOf(record.Size) + RecordTicket.HeaderCostOf(ticket);
        while (!_ledger.TryEnter(cost, record.Size))
        {
            if (!_ledger.WaitForRoom(cost, () => Failure is not null, _connection.MaxBlock, cancellationToken))
            {
                throw _errors.ForBlocked(_connection.MaxBlock);
            }

            ThrowIfFailed();
        }

        // Of something empty there is no address, but null would be none at all.
        byte nothing = 0;
        fixed (byte* key = record.Key, value = record.Value)
        {
            var message = new NativeMessage
            {
                Topic = _topic.Handle,
                Partition = record.Partition ?? NativeMethods.PartitionUnassigned,
                Key = !record.HasKey ? null : key is null ? &nothing : key,
                KeyLength = (nuint)record.Key.Length,
                Value = record.IsTombstone ? null : value is null ? &nothing : value,
                ValueLength = (nuint)record.Value.Length,
                Opaque = ticket,
            };
            if (!_producer.ProduceOne(ref message, record.Timestamp ?? 0, _headers.Take(record.Headers), copyValue: true))
            {
                _ = _deliveries.Lose(message, report: null);
                _ledger.Settle(acknowledged: 0, failed: 1, unknown: 0, cost);
            }
        }
    }

    /// <summary>Takes the next report. For any thread.</summary>
    public bool TryTakeReport([NotNullWhen(true)] out DeliveryReport? report) => _deliveries.Reports.TryDequeue(out report);

    /// <summary>Waits until every record that was sent is settled. For any thread.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether every record is acknowledged or has failed; which of the two is in <see cref="Figures"/>.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public bool Flush(TimeSpan limit, CancellationToken cancellationToken) => _ledger.WaitForAll(limit, cancellationToken);

    /// <summary>Waits until every record that was sent is settled, or its time is long over.</summary>
    /// <param name="tick">Is called now and then while it waits.</param>
    /// <param name="interval">How often.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="Failure"/>, or records that nothing is known of.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public void Complete(Action tick, TimeSpan interval, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tick);
        var started = Stopwatch.GetTimestamp();
        while (!Flush(interval, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(started) > LongestDelivery)
            {
                throw _errors.ForUnsettled(Outstanding, LongestDelivery);
            }

            if (Failure is not null)
            {
                // A record may have been handed over in the moment when all others were given up.
                _producer.Purge();
            }

            tick();
        }

        ThrowIfFailed();
    }

    /// <summary>Ends before all is settled: records on their way may still arrive for a few seconds, and are then given up.</summary>
    public void EndEarly()
    {
        if (Failure is not null || !Flush(LongestDrain, CancellationToken.None))
        {
            _producer.Purge();
            _ = Flush(PurgeTime, CancellationToken.None);
        }
    }

    /// <summary>Lets go of everything. Records that are still on their way are given up.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (Outstanding > 0)
        {
            EndEarly();
        }

        _deliveries.Dispose();
        _headers.Dispose();
        _ = Task.Run(_producer.Dispose).Wait(DisposeLimit);
    }

    private void ThrowIfFailed()
    {
        if (Failure is { } failure)
        {
            throw failure;
        }
    }
}
