using System.Formats.Tar;
using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>What the image is: its labels, its size, and how fast it starts.</summary>
[Collection(typeof(MeasuringTests))]
[Trait("Category", Engine.Category)]
public sealed class ImageTests
{
    private const int Starts = 10;
    private const int Rounds = 2;
    private const int MostRounds = 5;
    private const double Aim = 1.2;

    // With room for noise.
    private const double Limit = 1.35;

    // Processes that want a processor, for each there is. The tests before this one leave less.
    private const double BusyLoad = 3;
    private const double MostMegabytes = 50;
    private const double MostCompressedMegabytes = 20;

    private readonly string _image = Engine.Image;

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Its_entrypoint_is_the_one_in_its_environment()
    {
        var config = (await Engine.InspectAsync(_image, Test)).GetProperty("Config");
        var entrypoint = config.GetProperty("Entrypoint")[0].GetString();

        Assert.Equal(1, config.GetProperty("Entrypoint").GetArrayLength());
        Assert.Contains($"AIRBYTE_ENTRYPOINT={entrypoint}",
            config.GetProperty("Env").EnumerateArray().Select(variable => variable.GetString()));
        Assert.Equal(("1000:1000", "/airbyte"), (config.GetProperty("User").GetString(), config.GetProperty("WorkingDir").GetString()));
    }

    [Fact]
    public async Task Its_folders_are_its_users_and_its_licences_are_there()
    {
        const string script = """
            stat -c '%n %u:%g %a' /airbyte /config /secrets /custom_cache
            cd /opt/airbyte-kafka && ls pwsh/LICENSE.txt pwsh/ThirdPartyNotices.txt && ls /usr/share/doc/airbyte-kafka
            find . -name '*.so' | sed 's/linux-[a-z0-9]*/linux/' | sort; id -u; find / -xdev -name '*nuget*' 2> /dev/null; true
            """;

        var result = await ProcessRun.RunAsync(Engine.RunShell([], script), Test);

        Assert.Equal((0, """
            /airbyte 1000:1000 755
            /config 1000:1000 755
            /secrets 1000:1000 755
            /custom_cache 1000:1000 755
            pwsh/LICENSE.txt
            pwsh/ThirdPartyNotices.txt
            Confluent.Kafka-LICENSE.txt
            LICENSE
            librdkafka-LICENSES.txt
            ./AirbyteKafka/lib/runtimes/linux/native/librdkafka.so
            ./pwsh/libpsl-native.so
            1000
            """, ""), result.Outcome);
    }

    [Fact]
    public async Task What_it_adds_to_its_base_is_small()
    {
        var below = (await Engine.InspectAsync(Engine.Base, Test)).GetProperty("RootFS").GetProperty("Layers").GetArrayLength();
        var archive = Path.GetTempFileName();
        try
        {
            var saved = await ProcessRun.RunAsync(new(Engine.Command, "save", "--output", archive, _image), Test);
            Assert.True(saved.ExitCode == 0, saved.ToString());
            var (unpacked, compressed) = await MeasureAsync(archive, below);

            TestContext.Current.TestOutputHelper!.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                $"{unpacked:F1} MB unpacked, {compressed:F1} MB compressed on top of the base"));
            Assert.InRange(unpacked, 1, MostMegabytes);
            Assert.InRange(compressed, 1, MostCompressedMegabytes);
        }
        finally
        {
            File.Delete(archive);
        }
    }

    [Fact]
    public async Task Spec_takes_hardly_longer_than_an_empty_script()
    {
        const string script = """
            : > /tmp/empty.ps1
            for i in $(seq "$1"); do
              a=$(date +%s%N); pwsh -NoProfile -File /tmp/empty.ps1; b=$(date +%s%N); "$AIRBYTE_ENTRYPOINT" spec > /dev/null; c=$(date +%s%N)
              echo "$((b - a)) $((c - b))"
            done
            """;
        List<double> empty = [], spec = [];
        // What else runs on the machine can only make a start slower: where it does, more starts are tried, and the fastest are compared.
        var ratio = double.PositiveInfinity;
        for (var round = 0; round < MostRounds && ratio > (round < Rounds ? Aim : Limit); round++)
        {
            var result = await ProcessRun.RunAsync(Engine.RunShell([], script, Starts.ToString(CultureInfo.InvariantCulture)), Test);
            Assert.True(result.ExitCode == 0, result.ToString());
            foreach (var pair in result.StdoutLines.Select(line =>
                line.Split(' ').Select(time => long.Parse(time, CultureInfo.InvariantCulture) / 1e6).ToArray()))
            {
                empty.Add(pair[0]);
                spec.Add(pair[1]);
            }

            empty.Sort();
            spec.Sort();
            ratio = spec[0] / empty[0];
        }

        TestContext.Current.TestOutputHelper!.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{spec.Count} starts of each: empty script {empty[0]:F0} ms at least, {Median(empty):F0} in the median; spec {spec[0]:F0} "
                + $"and {Median(spec):F0}: {ratio:F2} times ({Aim} is the aim)"));
        var load = double.Parse((await File.ReadAllTextAsync("/proc/loadavg", Test)).Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.SkipWhen(
            ratio > Limit && load > BusyLoad * Environment.ProcessorCount,
            string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} times, but the machine is too busy to tell: a load of {load} on "
                + $"{Environment.ProcessorCount} processors."));
        Assert.InRange(ratio, 0.5, Limit);
        static double Median(List<double> sorted) => sorted[sorted.Count / 2];
    }

    // The layers above the base's, in megabytes: as they are, and as a registry keeps them.
    private static async Task<(double Unpacked, double Compressed)> MeasureAsync(string archive, int below)
    {
        string[] layers = [];
        await ReadAsync("manifest.json", async content =>
        {
            using var manifest = await JsonDocument.ParseAsync(content, cancellationToken: Test);
            layers = [.. manifest.RootElement[0].GetProperty("Layers").EnumerateArray().Skip(below).Select(layer => layer.GetString()!)];
        });
        double unpacked = 0, compressed = 0;
        foreach (var layer in layers)
        {
            await ReadAsync(layer, async content =>
            {
                var packed = new MemoryStream();
                await using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
                {
                    await content.CopyToAsync(gzip, Test);
                }

                unpacked += content.Length / 1e6;
                compressed += packed.Length / 1e6;
            });
        }

        return (unpacked, compressed);

        async Task ReadAsync(string name, Func<Stream, Task> take)
        {
            await using var file = File.OpenRead(archive);
            await using var tar = new TarReader(file);
            while (await tar.GetNextEntryAsync(cancellationToken: Test) is { } entry)
            {
                if (entry.Name == name)
                {
                    await take(entry.DataStream!);
                    return;
                }
            }

            Assert.Fail($"The saved image has no {name}.");
        }
    }
}
