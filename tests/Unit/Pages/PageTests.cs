using System.Reflection;
using System.Text;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Package;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Pages;

/// <summary>
/// The commands of README, CONTRIBUTING and docs, run as they are written, unless a block's first line says that they are not, and why.
/// </summary>
/// <remarks>
/// The blocks of a page run in its order, in a folder that looks like a clone with a build, and all of one language in a row in one
/// session. A page imports the module once. What a page calls <c>localhost:9092</c> is the broker at hand.
/// </remarks>
public sealed class PageTests(BrokerPool brokers)
{
    private static readonly string[] Languages = ["sh", "powershell", "json", "yaml", "text", "properties"];

    public static TheoryData<string> Pages => [.. Page.Names];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A command in a block that nobody looks at could be wrong for ever.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public void Each_block_says_what_it_is_and_why_it_is_not_run(string page) => Assert.All(Page.Read(page).Blocks, block =>
    {
        Assert.True(
            Languages.Contains(block.Language),
            $"{page}:{block.Line}: '{block.Language}' is none of the languages {string.Join(", ", Languages)}.");
        Assert.False(block.Code.TrimEnd().EndsWith(Block.NotRun.TrimEnd(), StringComparison.Ordinal), $"{page}:{block.Line}: no reason.");
    });

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Commands_do_what_they_are_written_for(string page)
    {
        IReadOnlyList<Block> blocks = [.. Page.Read(page).Blocks.Where(block => block.IsRun)];
        Assert.SkipWhen(blocks.Count == 0, "No commands that a test can run.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The pages' shell is Linux's.");
        _ = ShellProcess.Executable(ShellProcess.ConsoleDirectory);
        var usesTools = blocks.Any(block => block.Code.Contains("kafka-", StringComparison.Ordinal) && block.Language == "sh");
        TestBroker broker = usesTools ? await brokers.GetKafkaAsync(BrokerNeeds.AccessRules) : await brokers.GetAsync(BrokerNeeds.None);

        using var clone = new CloneFolder(broker.BootstrapServers);
        foreach (var session in InARow(blocks))
        {
            var run = await ProcessRun.RunAsync(clone.Run(session), Token);
            Assert.True(run.ExitCode == 0, $"{page}, from line {session[0].Line}: {run}");
        }
    }

    // The blocks of one language that follow each other are one session: a variable holds from one to the next.
    private static IEnumerable<IReadOnlyList<Block>> InARow(IReadOnlyList<Block> blocks)
    {
        for (var first = 0; first < blocks.Count;)
        {
            IReadOnlyList<Block> row = blocks[first].IsSuite
                ? [blocks[first]]
                : [.. blocks.Skip(first).TakeWhile(block => block.Language == blocks[first].Language && !block.IsSuite)];
            yield return row;
            first += row.Count;
        }
    }

    /// <summary>What a clone of the repository looks like after a build: links to this one, and copies of what names a broker.</summary>
    private sealed class CloneFolder : IDisposable
    {
        private static readonly string[] Linked = ["artifacts", "build.ps1", "docs", "module", "tests", "LICENSE"];

        private static readonly string Pester = typeof(CloneFolder).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "Pester").Value!;

        private const string Import = "Import-Module ./artifacts/module/AirbyteKafka\n";

        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airbytekafka-page-");
        private readonly string _servers;
        private bool _imported;

        internal CloneFolder(string servers)
        {
            _servers = servers;
            foreach (var name in Linked)
            {
                File.CreateSymbolicLink(Path.Combine(_folder.FullName, name), Path.Combine(PackedModule.RepositoryRoot, name));
            }

            var examples = _folder.CreateSubdirectory("examples");
            foreach (var file in Directory.EnumerateFiles(Path.Combine(PackedModule.RepositoryRoot, "examples")))
            {
                File.WriteAllText(Path.Combine(examples.FullName, Path.GetFileName(file)), Here(File.ReadAllText(file)));
            }
        }

        public void Dispose() => _folder.Delete(recursive: true);

        internal ProcessRequest Run(IReadOnlyList<Block> session)
        {
            var powershell = session[0].Language == "powershell";
            var text = new StringBuilder(
                session[0].IsSuite ? ""
                : powershell ? "$ErrorActionPreference = 'Stop'\nSet-StrictMode -Version Latest\n"
                : "set -euo pipefail\n");
            if (powershell && _imported && !session[0].IsSuite)
            {
                text.Append(Import);
            }

            foreach (var block in session)
            {
                text.Append(Here(block.Code));
                _imported |= block.Code.Contains(Import, StringComparison.Ordinal);
            }

            var script = Path.Combine(_folder.FullName, session[0].IsSuite ? "page.Tests.ps1" : powershell ? "page.ps1" : "page.sh");
            File.WriteAllText(script, text.ToString());
            var path = string.Join(':', ShellProcess.ConsoleDirectory, $"{Environment.GetEnvironmentVariable("KAFKA_HOME")}/bin",
                Environment.GetEnvironmentVariable("PATH"));
            var request = session[0].IsSuite ? ShellProcess.File("tests/Pester/Invoke-Suite.ps1", "-Pester", Pester, "-Path", script)
                : powershell ? ShellProcess.File(script)
                : new ProcessRequest("bash", script);
            return request with
            {
                // Kafka's tools live for a second: the compiler that makes long runs fast makes them slow.
                Environment = ShellProcess.EnvironmentWith(
                    ("PATH", path), ("KAFKA_JVM_PERFORMANCE_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1")),
                WorkingDirectory = _folder.FullName,
                TimeLimit = TimeSpan.FromMinutes(5),
            };
        }

        private string Here(string text) => text.Replace("localhost:9092", _servers, StringComparison.Ordinal);
    }
}
