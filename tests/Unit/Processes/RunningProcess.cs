using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace AirbyteKafka.Tests.Processes;

/// <summary>A process with its stdin, stdout and stderr in the test's hand. Disposing ends it, with its children.</summary>
public sealed partial class RunningProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly OutputCapture _stdout = new();
    private readonly OutputCapture _stderr = new();
    private readonly Task<ProcessResult> _completion;

    private RunningProcess(ProcessRequest request, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(request.File, request.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = request.WorkingDirectory ?? string.Empty,
        };
        foreach (var (name, value) in request.Environment)
        {
            start.Environment[name] = value;
        }

        var started = Stopwatch.GetTimestamp();
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{request.File} did not start.");
        Description = string.Join(' ', [request.File, .. request.Arguments]);
        _completion = CompleteAsync(request, started, cancellationToken);
    }

    /// <summary>The command line, for messages.</summary>
    public string Description { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>
    /// The process's stdin, for a request whose <see cref="ProcessRequest.StandardInput"/> is null. Every write is flushed.
    /// </summary>
    public Stream StandardInput => _process.StandardInput.BaseStream;

    /// <summary>Starts a process. Cancelling <paramref name="cancellationToken"/> kills it.</summary>
    public static RunningProcess Start(ProcessRequest request, CancellationToken cancellationToken) => new(request, cancellationToken);

    /// <summary>Waits until stdout holds <paramref name="text"/>; throws when it ended without.</summary>
    public async Task WaitForStdoutAsync(string text) => await await Task.WhenAny(_stdout.WaitForAsync(text), FailureAsync());

    /// <summary>Waits until stderr holds <paramref name="text"/>; throws when it ended without.</summary>
    public async Task WaitForStderrAsync(string text) => await await Task.WhenAny(_stderr.WaitForAsync(text), FailureAsync());

    /// <summary>The outcome, once the process has ended; throws <see cref="TimeoutException"/> where it had to be killed.</summary>
    public Task<ProcessResult> WaitAsync() => _completion;

    /// <summary>Sends a signal by its number (SIGINT 2, SIGKILL 9, SIGTERM 15, SIGSTOP and SIGCONT as the platform has them).</summary>
    public void Signal(int number) => Signal(_process.Id, number);

    /// <summary>Sends a signal to a process a test has started by other means, such as a child of one it runs.</summary>
    public static void Signal(int processId, int number)
    {
        if (kill(processId, number) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        try
        {
            await _completion;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException or IOException)
        {
            // The test has already been told, or does not care how it ended.
        }

        _process.Dispose();
    }

    private async Task<ProcessResult> CompleteAsync(ProcessRequest request, long started, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(request.TimeLimit);
        var feeding = FeedAsync(request.StandardInput, limit.Token);
        var reading = Task.WhenAll(
            ReadStdoutAsync(request.ReadStdoutAfter, limit.Token), _stderr.ReadToEndAsync(_process.StandardError.BaseStream));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
            var elapsed = Stopwatch.GetElapsedTime(started);

            // A grandchild may hold the pipes open for longer than the process itself lives.
            await reading.WaitAsync(limit.Token);
            await feeding.WaitAsync(limit.Token);
            return new ProcessResult(_process.ExitCode, _stdout.Snapshot(), _stderr.Snapshot(), elapsed);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"'{Description}' was still running after {request.TimeLimit.TotalSeconds:F0} s.\n" +
                $"-- stdout --\n{Encoding.UTF8.GetString(_stdout.Snapshot())}\n-- stderr "
                    + $"--\n{Encoding.UTF8.GetString(_stderr.Snapshot())}");
        }
        finally
        {
            Kill();
        }
    }

    private async Task ReadStdoutAsync(Task after, CancellationToken cancellationToken)
    {
        await after.WaitAsync(cancellationToken);
        await _stdout.ReadToEndAsync(_process.StandardOutput.BaseStream);
    }

    private async Task FeedAsync(Stream? source, CancellationToken cancellationToken)
    {
        if (source is null)
        {
            return;
        }

        try
        {
            await source.CopyToAsync(StandardInput, cancellationToken);
            StandardInput.Close();
        }
        catch (IOException)
        {
            // The process has closed its stdin, or ended, before it read everything: its own affair.
        }
        catch (OperationCanceledException)
        {
            // The time limit is reported by whoever waits for the process.
        }
    }

    // Never completes unless the process had to be killed: a wait for output must not outlast that.
    private async Task FailureAsync()
    {
        await _completion;
        await Task.Delay(Timeout.Infinite);
    }

    private void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int kill(int pid, int signal);
}
