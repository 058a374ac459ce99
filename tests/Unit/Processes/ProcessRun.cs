namespace AirbyteKafka.Tests.Processes;

/// <summary>Runs a process to its end.</summary>
public static class ProcessRun
{
    /// <summary>Runs <paramref name="request"/> and returns what it left.</summary>
    /// <exception cref="TimeoutException">It was still running at its time limit and has been killed.</exception>
    public static async Task<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken)
    {
        await using var process = RunningProcess.Start(request, cancellationToken);
        return await process.WaitAsync();
    }
}
