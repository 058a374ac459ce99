using System.Collections.Concurrent;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Send;

/// <summary>Takes delivery reports, errors and log lines of a sender's client, on a thread of its own.</summary>
internal sealed unsafe class DeliveryThread : IClientListener, IDisposable
{
    private const int ReportsPerCall = 1024;
    private const long MuchOutstanding = 1024;

    // Events end the poll. While much is outstanding, reports are collected for 1 ms: the client wakes this thread for many at once.
    private static readonly TimeSpan PollTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    private readonly NativeProducer _producer;
    private readonly SendLedger _ledger;
    private readonly SendErrors _errors;
    private readonly ConnectionFaults _faults;
    private readonly ClientLog _log;
    private readonly bool _tellsAll;
    private readonly ClientEvents _events;
    private readonly ConcurrentQueue<DeliveryReport> _reports = new();
    private readonly nint[] _messages = new nint[ReportsPerCall];
    private readonly ManualResetEvent _ended = new(false);
    private readonly Thread _thread;
    private AirbyteKafkaException? _failure;

    internal DeliveryThread(
        NativeProducer producer, SendLedger ledger, SendErrors errors, ConnectionFaults faults, ClientLog log, bool tellsAll)
    {
        _producer = producer;
        _ledger = ledger;
        _errors = errors;
        _faults = faults;
        _log = log;
        _tellsAll = tellsAll;
        _events = new ClientEvents(this);
        _thread = new Thread(Run) { IsBackground = true, Name = "Kafka delivery reports" };
        _thread.Start();
    }

    /// <summary>Why nothing more can be sent, if that is so. For any thread.</summary>
    internal AirbyteKafkaException? Failure => Volatile.Read(ref _failure);

    /// <summary>The reports that nobody has taken yet. For any thread.</summary>
    internal ConcurrentQueue<DeliveryReport> Reports => _reports;

    /// <summary>Settles a record that failed. For any thread.</summary>
    /// <param name="failed">The record, with its error.</param>
    /// <param name="report">Its delivery report; <see langword="null"/> where the client did not even take it.</param>
    /// <returns>Whether it is surely not in Kafka.</returns>
    internal bool Lose(in NativeMessage failed, NativeMessage* report)
    {
        var error = new KafkaError(failed.Error);
        var isSurelyNotThere = report is null || NativeEvent.IsSurelyNotPersisted(report);
        if (Failure is null)
        {
            var number = RecordTicket.NumberOf(failed.Opaque);
            var (fatal, reason) = _producer.FatalError();
            var why = fatal.IsError
                ? _errors.ForClient(fatal, reason)
                : _errors.ForRecord(failed, number, !isSurelyNotThere, _producer);
            if (fatal.IsError || SendErrors.ConcernsAll(error))
            {
                Fail(why);
            }
            else
            {
                _reports.Enqueue(new DeliveryReport(number, failed.Partition, -1, KeyOf(failed), why));
            }
        }

        return isSurelyNotThere;
    }

    /// <summary>Ends the thread; reports that come later are not looked at.</summary>
    public void Dispose()
    {
        _ended.Set();
        _producer.Wake();
        _thread.Join();
        _ended.Dispose();
    }

    /// <inheritdoc/>
    void IClientListener.OnReports(NativeEvent reports)
    {
        int count;
        while ((count = reports.TakeMessages(_messages)) > 0)
        {
            Take(_messages.AsSpan(0, count));
        }
    }

    /// <inheritdoc/>
    void IClientListener.OnError(KafkaError error, string reason)
    {
        if (error == KafkaError.Fatal)
        {
            var (fatal, why) = _producer.FatalError();
            Fail(_errors.ForClient(fatal, why));
        }
        else if (error == KafkaError.Authentication && !(_ledger.Figures.Acknowledged > 0 && LoginErrors.Passes(reason)))
        {
            Fail(_errors.ForClient(error, reason));
        }
        else
        {
            _faults.Note(error, reason);
            _log.Error(error, reason);
        }
    }

    /// <inheritdoc/>
    void IClientListener.OnLogLine(int syslogLevel, string facility, string line) => _log.Line(syslogLevel, facility, line);

    private void Run()
    {
        while (!_ended.WaitOne(0))
        {
            if (_events.TakeNext(_producer, TimeSpan.Zero) || (_ledger.Outstanding >= MuchOutstanding && !_ended.WaitOne(Pause)))
            {
                continue;
            }

            _events.TakeNext(_producer, PollTime);
        }
    }

    private void Take(ReadOnlySpan<nint> reports)
    {
        long acknowledged = 0, failed = 0, unknown = 0, cost = 0;
        foreach (var report in reports)
        {
            ref readonly var message = ref *(NativeMessage*)report;
            cost += OutgoingRecord.CostOf((long)(message.ValueLength + message.KeyLength)) + RecordTicket.HeaderCostOf(message.Opaque);
            if (message.Error == 0)
            {
                acknowledged++;
                if (_tellsAll)
                {
                    _reports.Enqueue(new DeliveryReport(
                        RecordTicket.NumberOf(message.Opaque), message.Partition, message.Offset, KeyOf(message), Failure: null));
                }
            }
            else if (Lose(message, (NativeMessage*)report))
            {
                failed++;
            }
            else
            {
                unknown++;
            }
        }

        _ledger.Settle(acknowledged, failed, unknown, cost);
    }

    // Whoever waits for a record learns of it by its report: what is given up has one too.
    private void Fail(AirbyteKafkaException failure)
    {
        if (Interlocked.CompareExchange(ref _failure, failure, null) is null)
        {
            _producer.Purge();
            _ledger.Changed();
        }
    }

    private static byte[]? KeyOf(in NativeMessage message) =>
        message.Key is null ? null : new ReadOnlySpan<byte>(message.Key, (int)message.KeyLength).ToArray();
}
