using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Cmdlets.Outgoing;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Send;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>
/// A sending that reports to a person at a prompt: progress, warnings, an error for each record that was not delivered. All methods are for
/// the pipeline's thread but <see cref="IOpenSender"/>'s.
/// </summary>
internal sealed class ShellSend : IOpenSender, IDisposable
{
    private const int ProgressId = 2;

    // Fast enough to watch, slow enough not to cost anything.
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly PSCmdlet _cmdlet;
    private readonly RecordMaker _maker;
    private readonly SendSummary _summary;
    private readonly string _topic;
    private readonly int _mostErrors;
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _logs = new();
    private readonly OpenSenders _senders = OpenSenders.Current;
    private readonly string _activity;
    private readonly SendSession _session;
    private long _number;
    private volatile bool _hasLost;
    private int _errors;
    private long _lastProgress = Environment.TickCount64;
    private bool _hasProgress;

    internal ShellSend(
        PSCmdlet cmdlet, ClusterConnection connection, RecordMaker maker, SendSummary summary, int mostErrors, bool passThru, bool debug)
    {
        _cmdlet = cmdlet;
        _maker = maker;
        _summary = summary;
        _topic = summary.Topic;
        _mostErrors = mostErrors;
        _activity = $"Sending to {Printable.Of(_topic, 30)}";

        // Now, and not with the first record: the client connects while that is made.
        _session = SendSession.Start(
            connection, _topic, (level, message) => _logs.Enqueue((level, message)), tellsAll: passThru, debug);
        summary.Begin(() => _session.Figures);
        _senders.Add(this);
    }

    /// <summary>Takes an object. Where no record can be made of it, that is an error of its own, and the rest goes on.</summary>
    /// <exception cref="AirbyteKafkaException">Nothing more can be sent, or too much has failed.</exception>
    internal void Send(object? item, CancellationToken stop)
    {
        _number++;
        try
        {
            _session.Send(_maker.Make(item, _number), stop);
        }
        catch (AirbyteKafkaException invalid) when (IsOfOneObject(invalid.Kind))
        {
            _hasLost = true;
            _summary.CountInvalid();
            var worded = new AirbyteKafkaException(
                invalid.Kind, string.Create(CultureInfo.InvariantCulture, $"Record {_number}: {invalid.Message}"), invalid);
            Tell(worded, item);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            _hasLost = true;
            throw;
        }

        Report();
    }

    /// <summary>Waits until everything is settled.</summary>
    /// <exception cref="AirbyteKafkaException">Not all of it could be sent, for a reason that concerns all.</exception>
    internal void Complete(CancellationToken stop)
    {
        _session.Complete(Report, ProgressInterval, stop);
        Report();
        if (_hasProgress)
        {
            _cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        }
    }

    /// <inheritdoc/>
    public bool Flush(TimeSpan limit) => !_hasLost && _session.Flush(limit, CancellationToken.None) && IsSafe;

    private bool IsSafe => !_hasLost && _session.Figures is { Failed: 0, Unknown: 0 };

    /// <summary>Lets go of the sender. What is on its way is given a few seconds.</summary>
    public void Dispose()
    {
        _session.Dispose();
        _maker.Dispose();
        _summary.End();
        _senders.Remove(this, IsSafe);
        if (_session.Figures.Acknowledged > 0)
        {
            RunspaceState.Current.SawTopics([_topic]);
        }
    }

    private static bool IsOfOneObject(ErrorKind kind) => kind == ErrorKind.RecordInvalid || kind == ErrorKind.ObjectNotSerializable;

    private void Report()
    {
        while (_session.TryTakeReport(out var report))
        {
            if (report.Failure is { } failure)
            {
                Tell(failure, new UnsentRecord(_topic, report));
            }
            else
            {
                _cmdlet.WriteObject(new SentRecord(_topic, report));
            }
        }

        while (_logs.TryDequeue(out var log))
        {
            LogStreams.Write(_cmdlet, log.Level, log.Message);
        }

        var now = Environment.TickCount64;
        if (now - _lastProgress >= ProgressInterval.TotalMilliseconds)
        {
            _lastProgress = now;
            ShowProgress();
        }
    }

    private void ShowProgress()
    {
        _hasProgress = true;
        var records = _session.Figures.Acknowledged;
        _cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, string.Create(
            CultureInfo.InvariantCulture,
            $"{DisplayText.Rate(records, _summary.Duration)}, {records:N0} acknowledged, {_session.Outstanding:N0} on their way")));
    }

    private void Tell(AirbyteKafkaException failure, object? target)
    {
        if (++_errors > _mostErrors)
        {
            throw _mostErrors == 0 ? failure : new AirbyteKafkaException(
                ErrorKind.TooManyErrors,
                string.Create(CultureInfo.InvariantCulture, $"More than {_mostErrors} records could not be sent (-MaximumErrorCount). ")
                + $"The last one: {failure.Message}",
                failure);
        }

        _cmdlet.WriteError(ErrorRecords.From(failure, target));
    }
}
