using System.Diagnostics;
using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd.Processes;

/// <summary>Runs a process with files for its streams and says what it took. Linux only.</summary>
/// <remarks>
/// Not by <see cref="Process"/>, which copies input through a pipe, and which reaps the process before anyone can ask for its processor
/// time.
/// </remarks>
internal static class MeasuredProcess
{
    private const int PollMilliseconds = 10;

    /// <summary>Runs it to its end.</summary>
    /// <param name="invocation">What to run.</param>
    /// <param name="output">Where its standard output goes.</param>
    /// <param name="errors">Where its standard error goes.</param>
    /// <param name="timeLimit">When to kill it.</param>
    internal static ProcessFigures Run(Invocation invocation, string output, string errors, TimeSpan timeLimit)
    {
        var start = Stopwatch.GetTimestamp();
        var id = NativeProcess.Spawn(invocation, output, errors);
        using var watch = new Watch(id, timeLimit);
        var end = NativeProcess.Wait(id);
        var wall = Stopwatch.GetElapsedTime(start);
        return new ProcessFigures(end.ExitCode, wall, end.Cpu, watch.End());
    }

    /// <summary>Looks at the process while it runs: the kernel forgets how much memory it had once it has ended.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly ManualResetEventSlim _ended = new();
        private readonly Thread _thread;
        private readonly string _statusFile;
        private long _peak;

        internal Watch(int id, TimeSpan timeLimit)
        {
            _statusFile = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/status");
            _thread = new Thread(() => Poll(id, timeLimit)) { IsBackground = true, Name = "Watch" };
            _thread.Start();
        }

        internal long End()
        {
            _ended.Set();
            _thread.Join();
            return _peak;
        }

        public void Dispose()
        {
            End();
            _ended.Dispose();
        }

        private void Poll(int id, TimeSpan timeLimit)
        {
            var start = Stopwatch.GetTimestamp();
            do
            {
                _peak = Math.Max(_peak, ReadPeak());
                if (Stopwatch.GetElapsedTime(start) > timeLimit)
                {
                    NativeProcess.Kill(id);
                    return;
                }
            }
            while (!_ended.Wait(PollMilliseconds));
        }

        private long ReadPeak()
        {
            try
            {
                foreach (var line in File.ReadLines(_statusFile))
                {
                    if (line.StartsWith("VmHWM:", StringComparison.Ordinal))
                    {
                        return 1024 * long.Parse(line.AsSpan(6).TrimEnd("kB"),
                            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture);
                    }
                }
            }
            catch (IOException)
            {
                // It ended just now.
            }

            return 0;
        }
    }
}
