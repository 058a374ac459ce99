using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>How long a broker made a client wait.</summary>
/// <param name="Time">How long.</param>
/// <param name="Ago">How long ago it said so.</param>
internal readonly record struct Throttle(TimeSpan Time, TimeSpan Ago);

/// <summary>
/// Keeps the last throttle time of one client. librdkafka has a callback for it and no event; the thread that polls calls it.
/// </summary>
internal sealed unsafe class NativeThrottle : IDisposable
{
    private Record* _record;

    /// <summary>Asks a client to be for the callback.</summary>
    /// <param name="conf">The client's configuration.</param>
    internal NativeThrottle(nint conf)
    {
        _record = (Record*)NativeMemory.AllocZeroed((nuint)sizeof(Record));
        NativeMethods.ConfSetOpaque(conf, (nint)_record);
        NativeMethods.ConfSetThrottle(conf, &Note);
    }

    /// <summary>The last one; <see langword="null"/> when there was none. For the thread that polls.</summary>
    internal Throttle? Last => _record->At == 0
        ? null
        : new Throttle(TimeSpan.FromMilliseconds(_record->Milliseconds), Stopwatch.GetElapsedTime(_record->At));

    /// <summary>Frees the memory; the client is gone by then.</summary>
    public void Dispose()
    {
        NativeMemory.Free(_record);
        _record = null;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Note(nint client, byte* broker, int brokerId, int milliseconds, nint opaque)
    {
        // A broker says 0 when the wait is over.
        if (milliseconds > 0)
        {
            *(Record*)opaque = new Record { At = Stopwatch.GetTimestamp(), Milliseconds = milliseconds };
        }
    }

    private struct Record
    {
        public long At;
        public int Milliseconds;
    }
}
