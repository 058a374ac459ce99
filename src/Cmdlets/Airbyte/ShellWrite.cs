using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Configuration;
using AirbyteKafka.Delivery;
using AirbyteKafka.Errors;
using AirbyteKafka.Protocol;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>A write that reports to a person at a prompt: progress, warnings, a result object. All methods are for the pipeline's thread.</summary>
internal sealed class ShellWrite : IDisposable
{
    private const int ProgressId = 1;

    // Fast enough to watch, slow enough not to cost anything.
    private static readonly TimeSpan ProgressInterval = TimeSpan.FromMilliseconds(200);

    private readonly Cmdlet _cmdlet;
    private readonly ConcurrentQueue<(LogLevel Level, string Message)> _logs = new();
    private readonly RecordWriter _writer;
    private readonly string _activity;
    private bool _ended;
    private long _lastProgress = Stopwatch.GetTimestamp();

    internal ShellWrite(Cmdlet cmdlet, DestinationConfig config, ConfiguredCatalog catalog, bool debug)
    {
        _cmdlet = cmdlet;
        _activity = $"Writing Airbyte records to Kafka at {config.BootstrapServers}";
        foreach (var warning in config.Warnings.Concat(catalog.Warnings))
        {
            cmdlet.WriteWarning(warning.Message);
        }

        _writer = new RecordWriter(config, catalog, new QueueObserver(_logs), debug);
    }

    /// <summary>Takes lines from the pipeline.</summary>
    internal void Write(string[] lines, CancellationToken stop)
    {
        try
        {
            foreach (var line in lines)
            {
                if (line is not null)
                {
                    Write(line, stop);
                }
            }

            _writer.Flush();
        }
        catch (AirbyteKafkaException failure)
        {
            End(Task.Run(() => _writer.End(failure), CancellationToken.None), stop);
        }

        Report();
    }

    /// <summary>Takes a whole input and ends the write.</summary>
    internal void WriteAll(Stream input, CancellationToken stop)
    {
        // The work goes on elsewhere; only this thread may talk to PowerShell.
        var work = Task.Run(() => InputWrite.Run(_writer, input, stop), CancellationToken.None);
        End(work, stop);
    }

    /// <summary>Ends the input and waits until everything is settled.</summary>
    internal void Complete(CancellationToken stop) => End(Task.Run(() => _writer.Complete(stop), CancellationToken.None), stop);

    /// <summary>Lets go of the writer. A write that was stopped before its end still gets a while for what is on its way.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            _writer.End(InputWrite.Interrupted());
        }

        _writer.Dispose();
    }

    private void Write(string line, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(line.Length) + 1);
        try
        {
            var length = Encoding.UTF8.GetBytes(line, buffer);
            buffer[length] = (byte)'\n';
            _writer.Write(buffer.AsSpan(0, length + 1), stop);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void End(Task<WriteResult> work, CancellationToken stop)
    {
        _ended = true;
        while (!((IAsyncResult)work).AsyncWaitHandle.WaitOne(ProgressInterval))
        {
            Report();
        }

        var result = work.GetAwaiter().GetResult();
        Report();
        _cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, "Done") { RecordType = ProgressRecordType.Completed });
        stop.ThrowIfCancellationRequested();
        if (result.Failure is not null)
        {
            _cmdlet.ThrowTerminatingError(ErrorRecords.From(result.Failure, result));
        }

        _cmdlet.WriteObject(result);
    }

    private void Report()
    {
        while (_logs.TryDequeue(out var log))
        {
            LogStreams.Write(_cmdlet, log.Level, log.Message);
        }

        if (Stopwatch.GetElapsedTime(_lastProgress) < ProgressInterval)
        {
            return;
        }

        _lastProgress = Stopwatch.GetTimestamp();
        var progress = _writer.Progress;
        _cmdlet.WriteProgress(new ProgressRecord(ProgressId, _activity, string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Acknowledged:N0} records acknowledged, {progress.Outstanding:N0} on their way, {progress.States:N0} states back")));
    }

    private sealed class QueueObserver(ConcurrentQueue<(LogLevel Level, string Message)> logs) : IWriteObserver
    {
        public void OnState(DurableState state)
        {
        }

        public void OnLog(LogLevel level, string message) => logs.Enqueue((level, message));
    }
}
