using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Shell;

/// <summary>What src/Shell lays out is PowerShell: its modules work, and it starts as PowerShell does.</summary>
public sealed class ShellTests
{
    private const string Console = "console";
    private const string Container = "container";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string, string> Modules => new()
    {
        { Console, "Microsoft.PowerShell.Host", "Get-Command Start-Transcript | ForEach-Object Source", "Microsoft.PowerShell.Host" },
        { Console, "Microsoft.PowerShell.Management", "Split-Path /a/b -Leaf", "b" },
        { Console, "Microsoft.PowerShell.Security", "ConvertTo-SecureString x -AsPlainText -Force | ForEach-Object Length", "1" },
        { Console, "Microsoft.PowerShell.Utility", "'{\"a\":[1]}' | Test-Json -Schema '{\"type\":\"object\"}'; Add-Type 'public static "
            + "class Sum { public static int Of(int a, int b) => a + b; }'; [Sum]::Of(1, 2)", "True\n3" },
        { Console, "Microsoft.PowerShell.Archive", "$f = New-TemporaryFile; Compress-Archive $f \"$f.zip\"; (Get-Item \"$f.zip\").Length "
            + "-gt 0; Remove-Item $f, \"$f.zip\"", "True" },
        { Console, "Microsoft.PowerShell.ThreadJob", "Start-ThreadJob { 7 } | Receive-Job -Wait", "7" },
        { Console, "Microsoft.PowerShell.PSResourceGet", "(Get-PSResourceRepository).Name", "PSGallery" },
        { Console, "PSReadLine", "(Get-PSReadLineOption).EditMode", "Emacs" },
        { Console, "PackageManagement", "Get-Command Find-Package | ForEach-Object Name", "Find-Package" },
        { Console, "PowerShellGet", "Get-Command Find-Module | ForEach-Object Name", "Find-Module" },
        { Container, "Microsoft.PowerShell.Host", "Get-Command Start-Transcript | ForEach-Object Source", "Microsoft.PowerShell.Host" },
        { Container, "Microsoft.PowerShell.Management", "Split-Path /a/b -Leaf", "b" },
        { Container, "Microsoft.PowerShell.Security", "ConvertTo-SecureString x -AsPlainText -Force | ForEach-Object Length", "1" },
        { Container, "Microsoft.PowerShell.Utility", "'{\"a\":[1]}' | Test-Json -Schema '{\"type\":\"object\"}'; ('# x' | "
            + "ConvertFrom-Markdown).Html", "True\n<h1 id=\"x\">x</h1>" },
    };

    [Theory]
    [MemberData(nameof(Modules))]
    public async Task A_module_works(string selection, string module, string script, string expected)
    {
        var text = $"$ErrorActionPreference = 'Stop'; Import-Module {module}; {script}";

        var result = await ProcessRun.RunAsync(ShellProcess.Request(DirectoryOf(selection), "-NoProfile", "-Command", text), Token);

        Assert.Equal((0, expected, ""), result.Outcome);
    }

    [Theory]
    [InlineData(Console)]
    [InlineData(Container)]
    public void Every_module_of_a_selection_is_tested(string selection) => Assert.Equal(
        Directory.EnumerateDirectories(Path.Combine(DirectoryOf(selection), "Modules")).Select(Path.GetFileName).Order(
            StringComparer.Ordinal),
        Modules.Select(row => row.Data).Where(row => row.Item1 == selection).Select(row => row.Item2).Order(StringComparer.Ordinal));

    [Fact]
    public async Task It_is_found_through_a_link_and_gives_arguments_on_as_they_are()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the package's own executable starts it.");
        using var folder = new ScriptFolder();
        var link = Path.Combine(folder.Path, "pwsh link");
        File.CreateSymbolicLink(link, ShellProcess.Executable(ShellProcess.ConsoleDirectory));
        string[] arguments = ["a b", "", "$HOME 'x' \"y\"", "*", "`n;", "ü😀"];

        var result = await ProcessRun.RunAsync(
            new ProcessRequest(link,
                ["-NoProfile", "-File", folder.Write("$args; $PSHOME"), .. arguments])
            { Environment = ShellProcess.Environment }, Token);

        Assert.Equal((0, string.Join('\n', [.. arguments, ShellProcess.ConsoleDirectory]), ""), result.Outcome);
    }

    [Fact]
    public async Task A_job_runs_in_the_same_shell()
    {
        var result = await ProcessRun.RunAsync(ShellProcess.Command("Start-Job { \"$($PSVersionTable.PSVersion) $PSHOME\" } | "
            + "Receive-Job -Wait; $PSVersionTable.PSVersion.ToString()"), Token);

        var lines = result.StdoutLines;
        Assert.Equal((0, 2, $"{lines[^1]} {ShellProcess.ConsoleDirectory}"), (result.ExitCode, lines.Count, lines[0]));
    }

    [Fact]
    public async Task Without_NET_it_says_what_it_needs()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "On Windows the package's own executable starts it.");
        var request = ShellProcess.Command("1") with { Environment = ShellProcess.EnvironmentWith(("DOTNET_ROOT", "/none")) };

        var result = await ProcessRun.RunAsync(request, Token);

        Assert.Equal((127, "", "pwsh: .NET 10 is needed and '/none/dotnet' is not found. Put it on PATH, or its folder into DOTNET_ROOT."), result.Outcome);
    }

    [Fact]
    public async Task Nothing_is_written_beside_caches()
    {
        using var folder = new ScriptFolder();
        var request = ShellProcess.Command(
            "Import-Module Microsoft.PowerShell.Utility; 'started'") with
        {
            Environment = ShellProcess.EnvironmentWith(
            ("HOME", folder.Path))
        };

        var result = await ProcessRun.RunAsync(request, Token);

        Assert.Equal(((0, "started", ""), false),
            (result.Outcome, Directory.EnumerateFiles(folder.Path, "telemetry.uuid", SearchOption.AllDirectories).Any()));
    }

    private static string DirectoryOf(string selection)
    {
        var directory = selection == Console ? ShellProcess.ConsoleDirectory : ShellProcess.ContainerDirectory;
        _ = ShellProcess.Executable(directory);
        return directory;
    }
}
