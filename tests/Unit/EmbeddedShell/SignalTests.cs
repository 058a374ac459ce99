using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.EmbeddedShell;

/// <summary>SIGINT and SIGTERM, with and without a script that handles them itself.</summary>
public sealed class SignalTests
{
    private const int SigInt = 2;
    private const int SigTerm = 15;

    private const string Waits = "try { 'ready'; while ($true) { [Threading.Thread]::Sleep(10) } } finally { [Console]::WriteLine('cleaned') }";

    // What a cmdlet does with PosixSignalRegistration, in script: the handler is compiled, for it runs outside the runspace.
    private const string HandlesItself = """
        using namespace System.Linq.Expressions
        using namespace System.Runtime.InteropServices
        $signalled = [Threading.ManualResetEventSlim]::new($false)
        $context = [Expression]::Parameter([PosixSignalContext])
        $cancel = [Expression]::Assign([Expression]::Property($context, 'Cancel'), [Expression]::Constant($true))
        $set = [Expression]::Call([Expression]::Constant($signalled), [Threading.ManualResetEventSlim].GetMethod('Set'))
        $handler = [Expression]::Lambda([Action[PosixSignalContext]], [Expression]::Block([Expression[]] @($cancel, $set)), [ParameterExpression[]] @($context)).Compile()
        $registrations = [PosixSignalRegistration]::Create('SIGTERM', $handler), [PosixSignalRegistration]::Create('SIGINT', $handler)
        'ready'
        $signalled.Wait()
        'drained'
        exit 7
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SigTerm)]
    [InlineData(SigInt)]
    public async Task A_script_that_handles_the_signal_ends_as_it_likes(int signal)
    {
        var result = await SignalWhenReady(HandlesItself, signal);

        Assert.Equal((7, "ready\ndrained", ""), result.Outcome);
    }

    [Fact]
    public async Task Interrupt_stops_the_script_and_runs_its_finally()
    {
        var result = await SignalWhenReady(Waits, SigInt);

        Assert.Equal((130, "ready\ncleaned", ""), result.Outcome);
    }

    [Fact]
    public async Task Terminate_ends_the_process_at_once()
    {
        var result = await SignalWhenReady(Waits, SigTerm);

        Assert.Equal((143, "ready", ""), result.Outcome);
    }

    [Fact]
    public async Task A_second_interrupt_ends_what_does_not_stop()
    {
        // A read of stdin cannot be stopped, nor can what follows it be reached.
        const string blocked = "try { 'ready'; [Console]::OpenStandardInput().ReadByte() } finally { 'not here' }";

        var result = await SignalWhenReady(blocked, SigInt, SigInt);

        Assert.Equal(((130, "ready", ""), true), (result.Outcome, result.Elapsed < TimeSpan.FromSeconds(14)));
    }

    [Fact]
    public async Task As_the_first_process_of_a_container_it_ends_at_terminate_too()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "PID namespaces are Linux's.");
        using var folder = new ScriptFolder();
        ProcessRequest InNewNamespace(params string[] command) => new("unshare", ["--fork", "--pid", "--mount-proc", .. command]);
        var probe = await Record.ExceptionAsync(async () => Assert.Equal(0, (await ProcessRun.RunAsync(InNewNamespace("true"), Token)).ExitCode));
        Assert.SkipUnless(probe is null, "This user may not make a PID namespace (unshare).");

        // The signal has to come from outside: the shell in the namespace tells its process id there through /proc of the parent.
        await using var process = RunningProcess.Start(InNewNamespace(ShellProcess.Executable, "-File", folder.Write("\"pid $PID\"; " + Waits)) with { StandardInput = null }, Token);
        await process.WaitForStdoutAsync("ready");
        var child = int.Parse(File.ReadAllText($"/proc/{process.Id}/task/{process.Id}/children").Trim(), System.Globalization.CultureInfo.InvariantCulture);
        RunningProcess.Signal(child, SigTerm);
        var result = await process.WaitAsync();

        Assert.Equal((143, "pid 1\nready", ""), result.Outcome);
    }

    private static async Task<ProcessResult> SignalWhenReady(string script, params int[] signals)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are Unix's.");
        Assert.SkipWhen(signals.Contains(SigInt) && InterruptIsIgnored(), "SIGINT is ignored here, as in a job a shell runs in the background, and children inherit that.");
        using var folder = new ScriptFolder();
        await using var process = RunningProcess.Start(ShellProcess.File(folder.Write(script)) with { StandardInput = null }, Token);
        await process.WaitForStdoutAsync("ready");
        foreach (var signal in signals)
        {
            process.Signal(signal);

            // Two equal signals at once are one to the kernel.
            await Task.Delay(TimeSpan.FromMilliseconds(signals.Length > 1 ? 500 : 0), Token);
        }

        return await process.WaitAsync();
    }

    private static bool InterruptIsIgnored()
    {
        const string label = "SigIgn:";
        return OperatingSystem.IsLinux()
            && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(label, StringComparison.Ordinal)) is { } line
            && (Convert.ToUInt64(line[label.Length..].Trim(), 16) & (1UL << (SigInt - 1))) != 0;
    }
}
