using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>A process whose output goes to a file.</summary>
internal sealed partial class LoggedProcess : IDisposable
{
    private const int TailLines = 25;
    private const int NoSuchProcess = 3;

    private readonly Process _process;
    private readonly string _logFile;
    private readonly TextWriter _log;

    private LoggedProcess(Process process, string logFile)
    {
        _process = process;
        _logFile = logFile;
        _log = TextWriter.Synchronized(
            new StreamWriter(new FileStream(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true });
        process.OutputDataReceived += (_, line) => _log.WriteLine(line.Data);
        process.ErrorDataReceived += (_, line) => _log.WriteLine(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
    }

    /// <summary>Its id; its own only until it was seen to have ended.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it still runs, or is paused.</summary>
    public bool IsRunning => !_process.HasExited;

    /// <summary>Its exit code once it ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts a process.</summary>
    /// <param name="start">What to start, with all its streams redirected.</param>
    /// <param name="logFile">Where its output is appended.</param>
    public static LoggedProcess Start(ProcessStartInfo start, string logFile)
    {
        try
        {
            return new LoggedProcess(Process.Start(start)!, logFile);
        }
        catch (Win32Exception exception)
        {
            throw new InvalidOperationException($"'{start.FileName}' cannot be started: {exception.Message}. Kafka needs Java 17 or "
                + $"newer.", exception);
        }
    }

    /// <summary>The last lines it wrote.</summary>
    public string ReadTail()
    {
        using var reader = new StreamReader(new FileStream(_logFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return string.Join('\n', reader.ReadToEnd().TrimEnd().Split('\n').TakeLast(TailLines));
    }

    /// <summary>Sends a signal, if it still runs.</summary>
    public void Send(Signal signal)
    {
        if (IsRunning && Native.Kill(_process.Id, SignalNumber(signal)) != 0 && Marshal.GetLastPInvokeError() != NoSuchProcess)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    /// <summary>Waits for its end.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _process.WaitForExitAsync(cancellation);

    /// <summary>Lets go of it; it goes on if it was not ended before.</summary>
    public void Dispose()
    {
        _process.Dispose();
        _log.Dispose();
    }

    private static int SignalNumber(Signal signal) => signal switch
    {
        Signal.Kill => 9,
        Signal.Terminate => 15,
        Signal.Pause => OperatingSystem.IsMacOS() ? 17 : 19,
        Signal.Resume => OperatingSystem.IsMacOS() ? 19 : 18,
        _ => throw new ArgumentOutOfRangeException(nameof(signal)),
    };

    /// <summary>The signals that tests send.</summary>
    internal enum Signal
    {
        Kill,
        Terminate,
        Pause,
        Resume,
    }

    private static partial class Native
    {
        [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
        internal static partial int Kill(int processId, int signal);
    }
}
