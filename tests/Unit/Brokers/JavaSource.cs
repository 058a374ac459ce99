using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>Runs a program in one Java source file that answers lines with lines, where a JDK is at hand.</summary>
internal static class JavaSource
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(60);

    /// <summary>Gives it lines and returns as many.</summary>
    /// <param name="file">The source file, relative to the tests.</param>
    /// <param name="classPath">Where the classes are that it uses.</param>
    /// <param name="lines">The lines, written in UTF-8.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static async Task<IReadOnlyList<string>> RunAsync(string file, string classPath, IEnumerable<string> lines,
        CancellationToken cancellation)
    {
        using var timeLimit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timeLimit.CancelAfter(TimeLimit);
        using var java = Start(file, classPath);
        try
        {
            var output = java.StandardOutput.ReadToEndAsync(timeLimit.Token);
            var errors = java.StandardError.ReadToEndAsync(timeLimit.Token);
            try
            {
                await java.StandardInput.WriteAsync(string.Concat(lines.Select(line => line + '\n')).AsMemory(), timeLimit.Token);
                java.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended early; its exit code and errors say why.
            }

            await java.WaitForExitAsync(timeLimit.Token);
            Assert.SkipWhen((await errors).Contains("jdk.compiler", StringComparison.Ordinal), "The Java at hand is not a JDK: it cannot "
                + "run a source file.");
            Assert.Equal((0, ""), (java.ExitCode, await errors));
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

    private static Process Start(string file, string classPath)
    {
        var start = new ProcessStartInfo(Java.Executable,
            [.. Java.QuickStart, "-cp", classPath, Path.Combine(AppContext.BaseDirectory, file)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
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
