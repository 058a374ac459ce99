using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using AirbyteKafka.Tests.Brokers;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

/// <summary>The reference itself: Java's own normalizer and regular expressions, where a JDK is at hand.</summary>
internal static class JavaNames
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Transforms each name; null for one with code points that this Java does not know.</summary>
    public static async Task<IReadOnlyList<string?>> TransformAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(TimeLimit);
        using Process java = Start();
        try
        {
            Task<string> output = java.StandardOutput.ReadToEndAsync(timeLimit.Token);
            Task<string> errors = java.StandardError.ReadToEndAsync(timeLimit.Token);
            try
            {
                await java.StandardInput.WriteAsync(string.Concat(names.Select(name => ToHex(name) + '\n')).AsMemory(), timeLimit.Token);
                java.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended early; its exit code and errors say why.
            }
            await java.WaitForExitAsync(timeLimit.Token);
            Assert.SkipWhen((await errors).Contains("jdk.compiler", StringComparison.Ordinal), "The Java at hand is not a JDK: it cannot run a source file.");
            Assert.Equal((0, ""), (java.ExitCode, await errors));
            return [.. (await output).TrimEnd('\n').Split('\n').Select(line => line == "?" ? null : line)];
        }
        finally
        {
            if (!java.HasExited)
            {
                java.Kill();
            }
        }
    }

    /// <summary>The UTF-16 units as they are; an encoding would replace lone surrogates.</summary>
    public static string ToHex(string name) => Convert.ToHexString(MemoryMarshal.AsBytes(name.AsSpan()));

    private static Process Start()
    {
        var start = new ProcessStartInfo(Java.Executable, [.. Java.QuickStart, Path.Combine(AppContext.BaseDirectory, "Topics", "JavaNames.java")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception exception)
        {
            Assert.Skip($"No Java to compare with: {exception.Message}");
            throw;
        }
    }
}
