using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Write;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>
/// A write that reports to a person at a prompt: progress, warnings, a result object. All methods are for the pipeline's thread.
/// </summary>
internal sealed class ShellWrite : IDisposable
{
    private readonly PSCmdlet _cmdlet;
    private readonly WriteInput _input;
    private readonly WriteSummary _summary;
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _logs = new();
    private readonly WriteSession _session;
    private readonly FailureNotice _notice;
    private readonly RateProgress _progress;
    private MeasuredFile? _file;
    private bool _ended;

    internal ShellWrite(PSCmdlet cmdlet, DestinationConfig config, ConfiguredCatalog catalog, WriteInput input, WriteSummary summary,
        bool debug)
    {
        _cmdlet = cmdlet;
        _input = input;
        _summary = summary;
        _progress = new RateProgress(
            cmdlet.WriteProgress, input.Source is null ? "messages" : Path.GetFileName(input.Source),
            config.BootstrapServers.Split(',')[0], TimeProvider.System);
        _session = WriteSession.Start(config, catalog, new QueueObserver(_logs), debug);
        _notice = new FailureNotice(_session, HostLine.ForWarnings(cmdlet));
        summary.Begin(() => Show(_session.Result));
    }

    /// <summary>Takes a line from the pipeline.</summary>
    /// <exception cref="AirbyteKafkaException">Why the write has failed, for <see cref="Fail"/>.</exception>
    internal void Write(string line, CancellationToken stop)
    {
        // Before the line: none is to follow one that was lost while the pipeline was silent.
        if (_session.Failure is { } failure)
        {
            throw failure;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length) + 1);
        try
        {
            var length = Encoding.UTF8.GetBytes(line, buffer);
            buffer[length] = (byte)'\n';
            _session.Write(buffer.AsSpan(0, length + 1), stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Sends what has come so far, and says what there is to say.</summary>
    /// <exception cref="AirbyteKafkaException">Why the write has failed, for <see cref="Fail"/>.</exception>
    internal void Flush()
    {
        _session.Flush();
        Report();
    }

    /// <summary>Ends the write, and with it the command, for a reason.</summary>
    internal void Fail(AirbyteKafkaException failure, CancellationToken stop) => End(_ => _session.EndEarly(failure), stop);

    /// <summary>Takes a whole input and ends the write.</summary>
    internal void WriteAll(Stream input, CancellationToken stop)
    {
        // Pipes have no length, and what the system makes up as it is read says that it has none.
        _file = input.CanSeek && input.Length > 0 ? new MeasuredFile(input) : null;
        End(stopOrLeft => InputWrite.Run(_session, _file ?? input, stopOrLeft), stop);
    }

    /// <summary>Ends the input and waits until everything is settled.</summary>
    internal void Complete(CancellationToken stop) => End(_session.Complete, stop);

    /// <summary>Lets go of the writer. A write that was stopped before its end still gets a while for what is on its way.</summary>
    public void Dispose()
    {
        _notice.TryTake();
        _notice.Dispose();
        if (!_ended)
        {
            _session.EndEarly(InputWrite.Interrupted());
        }

        _session.Dispose();
        _summary.End(Show(_session.Result));
    }

    // The work goes on elsewhere; only this thread may talk to PowerShell.
    private void End(Func<CancellationToken, WriteOutcome> run, CancellationToken stop)
    {
        using var stopOrLeft = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var work = Task.Run(() => run(stopOrLeft.Token), CancellationToken.None);
        try
        {
            ReportUntil(work);
        }
        catch
        {
            // PowerShell ends a command from within its own methods (Ctrl+C, -WarningAction Stop): the writer has to be idle before it can
            // be let go of.
            stopOrLeft.Cancel();
            ((IAsyncResult)work).AsyncWaitHandle.WaitOne();
            throw;
        }
        finally
        {
            _ended = work.IsCompletedSuccessfully;
        }

        var outcome = work.GetAwaiter().GetResult();
        var result = Show(outcome);
        Report();
        _progress.Complete();
        stop.ThrowIfCancellationRequested();
        if (outcome.Failure is not null)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.From(_input.Explain(outcome.Failure), result));
        }

        _cmdlet.WriteObject(result);
    }

    private WriteResult Show(WriteOutcome outcome) => new(outcome, _input.Source);

    private void ReportUntil(Task end)
    {
        // From here on this thread is there to speak of a failure: where the end takes a while, it does so before it.
        var isUntold = _notice.TryTake();
        var isLate = false;
        while (!((IAsyncResult)end).AsyncWaitHandle.WaitOne(RateProgress.Interval))
        {
            Report();
            if (isUntold && _session.Failure is { } failure)
            {
                if (isLate)
                {
                    isUntold = false;
                    _cmdlet.WriteWarning(FailureNotice.Describe(failure));
                }

                isLate = true;
            }
        }
    }

    private void Report()
    {
        while (_logs.TryDequeue(out var log))
        {
            var isOfUnnamedFile = _input.IsOneOfSeveral && log.Level <= LogLevel.Warn;
            LogStreams.Write(_cmdlet, log.Level, isOfUnnamedFile ? $"'{_input.Source}': {log.Message}" : log.Message);
        }

        if (_progress.IsDue)
        {
            var progress = _session.Progress;
            _progress.Show(progress.Acknowledged, _file?.Part, progress.States == 0 ? null : string.Create(
                CultureInfo.InvariantCulture, $"{progress.States:N0} {(progress.States == 1 ? "state" : "states")}"));
        }
    }

    private sealed class QueueObserver(ConcurrentQueue<(LogLevel Level, string Message)> logs) : IWriteObserver
    {
        public void OnState(StateAnswer state)
        {
        }

        public void OnLog(LogLevel level, string message) => logs.Enqueue((level, message));
    }
}
