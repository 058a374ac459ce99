using System.Collections;
using System.ComponentModel;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Bench.EndToEnd.Processes;

/// <summary>The system calls behind <see cref="MeasuredProcess"/>.</summary>
internal static unsafe partial class NativeProcess
{
    // Opaque structures: 80, 336 and 128 bytes in glibc, less in musl.
    private const int StructureSize = 512;
    private const short SetSignalMask = 0x08;
    private const short SetSignalDefaults = 0x04;
    private const int ReadOnly = 0;
    private const int WriteNew = 0x241; // O_WRONLY | O_CREAT | O_TRUNC
    private const int ReadWriteAll = 0x1B6; // 0666
    private const int Interrupted = 4;
    private const int KillSignal = 9;

    /// <summary>Starts a process; when this returns it is the new program.</summary>
    /// <exception cref="Win32Exception">It cannot be started.</exception>
    internal static int Spawn(Invocation invocation, string output, string errors)
    {
        byte* actions = stackalloc byte[StructureSize];
        byte* attributes = stackalloc byte[StructureSize];
        byte* signals = stackalloc byte[StructureSize];
        Check(FileActionsInit(actions));
        Check(AttributesInit(attributes));
        try
        {
            Check(AddOpen(actions, 0, invocation.Input ?? "/dev/null", ReadOnly, 0));
            Check(AddOpen(actions, 1, output, WriteNew, ReadWriteAll));
            Check(AddOpen(actions, 2, errors, WriteNew, ReadWriteAll));

            // .NET ignores SIGPIPE, and what is ignored stays so in the new program.
            _ = SignalsFill(signals);
            Check(SetDefaults(attributes, signals));
            _ = SignalsEmpty(signals);
            Check(SetMask(attributes, signals));
            Check(SetFlags(attributes, SetSignalMask | SetSignalDefaults));
            Check(Spawn(out var id, invocation.Program, actions, attributes, [invocation.Program, .. invocation.Arguments, null],
                Environ()), invocation.Program);
            return id;
        }
        finally
        {
            _ = AttributesDestroy(attributes);
            _ = FileActionsDestroy(actions);
        }
    }

    /// <summary>Waits for the end of a process that <see cref="Spawn(Invocation, string, string)"/> started.</summary>
    internal static (int ExitCode, TimeSpan Cpu) Wait(int id)
    {
        int status;
        ResourceUsage usage;
        while (Wait4(id, out status, 0, out usage) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                throw new Win32Exception(Marshal.GetLastPInvokeError());
            }
        }

        var signal = status & 0x7F;
        return (signal == 0 ? (status >> 8) & 0xFF : 128 + signal, usage.User.Span + usage.System.Span);
    }

    /// <summary>Ends a process at once.</summary>
    internal static void Kill(int id) => _ = Kill(id, KillSignal);

    private static string?[] Environ() =>
    [
        .. Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => variable.Key is not ("HOME" or "POWERSHELL_TELEMETRY_OPTOUT" or "POWERSHELL_UPDATECHECK"))
            .Select(variable => $"{variable.Key}={variable.Value}"),
        $"HOME={Directory.CreateDirectory(Build.ShellHome).FullName}",
        "POWERSHELL_TELEMETRY_OPTOUT=1",
        "POWERSHELL_UPDATECHECK=Off",
        null,
    ];

    private static void Check(int error, string what = "posix_spawn")
    {
        if (error != 0)
        {
            throw new Win32Exception(error, $"'{what}' cannot be started: {Marshal.GetPInvokeErrorMessage(error)}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_spawnp", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Spawn(out int id, string program, byte* actions, byte* attributes, string?[] arguments,
        string?[] environment);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int FileActionsInit(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int FileActionsDestroy(byte* actions);

    [LibraryImport("libc", EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_init")]
    private static partial int AttributesInit(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_destroy")]
    private static partial int AttributesDestroy(byte* attributes);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport("libc", EntryPoint = "sigfillset")]
    private static partial int SignalsFill(byte* signals);

    [LibraryImport("libc", EntryPoint = "sigemptyset")]
    private static partial int SignalsEmpty(byte* signals);

    [LibraryImport("libc", EntryPoint = "wait4", SetLastError = true)]
    private static partial int Wait4(int id, out int status, int options, out ResourceUsage usage);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int id, int signal);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct TimeValue
    {
        private readonly nint _seconds;
        private readonly nint _microseconds;

        internal TimeSpan Span => TimeSpan.FromSeconds(_seconds) + TimeSpan.FromMicroseconds(_microseconds);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct ResourceUsage
    {
        internal readonly TimeValue User;
        internal readonly TimeValue System;
        private readonly Counters _counters;
    }

    [System.Runtime.CompilerServices.InlineArray(14)]
    private struct Counters
    {
        private nint _first;
    }
}
