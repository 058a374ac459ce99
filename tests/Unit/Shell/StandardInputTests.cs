using System.Security.Cryptography;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Shell;

/// <summary>stdin belongs to the script, every byte of it.</summary>
public sealed class StandardInputTests
{
    private const string Hash = """
        param($Config)
        $hash = [Security.Cryptography.SHA256]::HashData([Console]::OpenStandardInput())
        [Convert]::ToHexString($hash)
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<byte[]> Inputs => new()
    {
        Array.Empty<byte>(),
        new byte[] { 0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0x00, 0x0D, 0x0A, 0x1A, 0x04, 0x80 },
        RandomNumberGenerator.GetBytes(5_000_000),
    };

    [Theory]
    [MemberData(nameof(Inputs))]
    public async Task A_script_reads_every_byte(byte[] input)
    {
        using var folder = new ScriptFolder();

        var result = await ProcessRun.RunAsync(
            ShellProcess.File(folder.Write(Hash), "--config", "x") with { StandardInput = new MemoryStream(input) }, Token);

        Assert.Equal((0, Convert.ToHexString(SHA256.HashData(input)), ""), result.Outcome);
    }

    [Fact]
    public async Task A_native_command_inherits_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Uses the system's own cat.");

        var result = await ProcessRun.RunAsync(
            ShellProcess.Command("cat") with { StandardInput = new MemoryStream("from stdin"u8.ToArray()) }, Token);

        Assert.Equal((0, "from stdin", ""), result.Outcome);
    }
}
