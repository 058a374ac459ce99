using System.Text.Json;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>
/// The engine and the image that tests run containers of: <c>tests/Image/run</c> names both in the environment. Where it did not, the tests
/// are skipped.
/// </summary>
internal static class Engine
{
    /// <summary>The trait of the tests that need both: <c>--filter-trait Category=image</c>.</summary>
    internal const string Category = "image";

    private const string ImageVariable = "AIRBYTEKAFKA_TEST_IMAGE";

    private const string CommandVariable = "AIRBYTEKAFKA_TEST_ENGINE";
    private const string BaseVariable = "AIRBYTEKAFKA_TEST_IMAGE_BASE";

    /// <summary>The program that runs containers.</summary>
    internal static string Command => Environment.GetEnvironmentVariable(CommandVariable) is { Length: > 0 } command ? command : "podman";

    /// <summary>The image, or the test is skipped.</summary>
    internal static string Image => Named(ImageVariable, "tests/Image/run builds the image and runs this.");

    /// <summary>The image that it was built on, or the test is skipped.</summary>
    internal static string Base => Named(BaseVariable, "tests/Image/run names the base.");

    /// <summary>Skips the test where there is no image to test.</summary>
    internal static void Require() => _ = Image;

    /// <summary>
    /// A container of the image that is gone with its first process: stdin, this machine's network, and what <paramref name="options"/>
    /// say.
    /// </summary>
    internal static ProcessRequest Run(IEnumerable<string> options, params IEnumerable<string> arguments) => new(
        Command, ["run", "--rm", "--interactive", "--network", "host", .. options, Image, .. arguments]);

    /// <summary>The same with another first process: a shell's <paramref name="script"/>.</summary>
    internal static ProcessRequest RunShell(IEnumerable<string> options, string script, params IEnumerable<string> arguments) =>
        Run([.. options, "--entrypoint", "sh"], ["-c", script, "sh", .. arguments]);

    /// <summary>What the engine knows of an image.</summary>
    internal static async Task<JsonElement> InspectAsync(string image, CancellationToken cancellation)
    {
        var result = await ProcessRun.RunAsync(new(Command, "image", "inspect", image), cancellation);
        Assert.True(result.ExitCode == 0, result.ToString());
        using var described = JsonDocument.Parse(result.StdoutBytes);
        return described.RootElement[0].Clone();
    }

    private static string Named(string variable, string hint)
    {
        var name = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(string.IsNullOrEmpty(name), $"{variable} is not set: {hint}");
        return name!;
    }
}
