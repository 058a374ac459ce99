using System.Management.Automation;
using System.Threading.Channels;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Check;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>
/// A check that a person at a prompt can follow: progress by step, the details with -Verbose, the Kafka client's own words with -Debug.
/// </summary>
internal static class ShellCheck
{
    private const int ProgressId = 1;
    private const string Activity = "Testing the Kafka destination";

    /// <summary>Runs a check; for the pipeline's thread, the only one that may talk to PowerShell.</summary>
    internal static CheckResult Run(Cmdlet cmdlet, Func<ICheckObserver, CancellationToken, Task<CheckResult>> check, CancellationToken stop)
    {
        var reports = Channel.CreateUnbounded<Action<Cmdlet>>(new UnboundedChannelOptions { SingleReader = true });
        var work = Task.Run(
            async () =>
            {
                try
                {
                    return await check(new ReportObserver(reports.Writer), stop).ConfigureAwait(false);
                }
                finally
                {
                    reports.Writer.Complete();
                }
            },
            CancellationToken.None);
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, Activity, "Reading the configuration"));
        while (reports.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            while (reports.Reader.TryRead(out var report))
            {
                report(cmdlet);
            }
        }

        cmdlet.WriteProgress(new ProgressRecord(ProgressId, Activity, "Done") { RecordType = ProgressRecordType.Completed });
        return work.GetAwaiter().GetResult();
    }

    // The client's threads may still speak after the end: then nobody listens, which is no error.
    private sealed class ReportObserver(ChannelWriter<Action<Cmdlet>> reports) : ICheckObserver
    {
        public void OnStep(StepResult checkStep) => reports.TryWrite(cmdlet =>
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, Activity, checkStep.Name));
            cmdlet.WriteVerbose(checkStep.ToString());
        });

        public void OnLog(LogLevel level, string message) => reports.TryWrite(cmdlet =>
        {
            if (level < LogLevel.Debug)
            {
                cmdlet.WriteVerbose(message);
            }
            else
            {
                cmdlet.WriteDebug(message);
            }
        });
    }
}
