using System.Diagnostics;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Kafka's own producer, run from the same jars as the brokers, to compare with.</summary>
internal static class JavaProducer
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Sends the same values once for each case.</summary>
    /// <param name="cases">Each one a topic and the producer's properties: <c>topic;batch.size=1;…</c>.</param>
    /// <param name="values">The values.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What became of each case's records.</returns>
    internal static async Task<IReadOnlyList<string>> SendAsync(IEnumerable<string> cases, IEnumerable<string> values,
        CancellationToken cancellation)
    {
        var home = Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable);
        Assert.SkipWhen(string.IsNullOrEmpty(home), $"Needs Kafka's own producer, but {KafkaInstallation.HomeVariable} is not set.");
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(TimeLimit);
        string[] arguments =
            [.. Java.QuickStart, "-cp", Path.Combine(home!, "libs", "*"),
                Path.Combine(AppContext.BaseDirectory, "Faults", "JavaProducer.java"), .. cases];
        using var java = Process.Start(new ProcessStartInfo(Java.Executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            var output = java.StandardOutput.ReadToEndAsync(timeLimit.Token);
            var errors = java.StandardError.ReadToEndAsync(timeLimit.Token);
            await java.StandardInput.WriteAsync(string.Concat(values.Select(value => value + '\n')).AsMemory(), timeLimit.Token);
            java.StandardInput.Close();
            await java.WaitForExitAsync(timeLimit.Token);
            Assert.SkipWhen((await errors).Contains("jdk.compiler", StringComparison.Ordinal), "The Java at hand is not a JDK: it cannot "
                + "run a source file.");
            Assert.True(java.ExitCode == 0, await errors);
            return (await output).TrimEnd('\n').Split('\n');
        }
        finally
        {
            if (!java.HasExited)
            {
                java.Kill();
            }
        }
    }
}
