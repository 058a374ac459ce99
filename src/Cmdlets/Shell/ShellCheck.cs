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
    /// <summary>Runs a check; for the pipeline's thread, the only one that may talk to PowerShell.</summary>
    /// <param name="cmdlet">The cmdlet that checks.</param>
    /// <param name="activity">What it does, as progress shows it.</param>
    /// <param name="check">The check.</param>
    /// <param name="stop">Ends it.</param>
    internal static CheckResult Run(
        Cmdlet cmdlet, string activity, Func<ICheckObserver, CancellationToken, Task<CheckResult>> check, CancellationToken stop)
    {
        var reports = Channel.CreateUnbounded<Action<Cmdlet>>(new UnboundedChannelOptions { SingleReader = true });
        var work = Task.Run(
            async () =>
            {
                try
                {
                    return await check(new ReportObserver(activity, reports.Writer), stop).ConfigureAwait(false);
                }
                finally
                {
                    reports.Writer.Complete();
                }
            },
            CancellationToken.None);
        cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Reading the configuration"));
        while (reports.Reader.WaitToReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            while (reports.Reader.TryRead(out var report))
            {
                report(cmdlet);
            }
        }

        cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, "Done") { RecordType = ProgressRecordType.Completed });
        return work.GetAwaiter().GetResult();
    }

    // The client's threads may still speak after the end: then nobody listens, which is no error.
    private sealed class ReportObserver(string activity, ChannelWriter<Action<Cmdlet>> reports) : ICheckObserver
    {
        public void OnStep(StepResult checkStep) => reports.TryWrite(cmdlet =>
        {
            cmdlet.WriteProgress(new ProgressRecord(ProgressId, activity, checkStep.Name));
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
