using AirbyteKafka.Settings;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>Configurations that New-KafkaDestinationConfig saves.</summary>
public sealed class OutFileTests(ModuleSession session) : IClassFixture<ModuleSession>, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airbyte kafka [x] ");

    private string File => Path.Combine(_folder.FullName, "config.json");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_saved_configuration_is_for_its_owner_alone_and_is_not_overwritten()
    {
        Assert.Empty(Run("a:1").Values);
        AssertHolds("a:1");

        Assert.Equal(("FileExists", $"The file '{File}' exists already and was left as it is. Choose another name, or replace it with "
            + $"-Force."), Failure(Run("b:1")));
        AssertHolds("a:1");
    }

    [Fact]
    public void Force_replaces_the_file_and_its_rights()
    {
        System.IO.File.WriteAllText(File, "old");
        Assert.Empty(Run("b:1", "-Force").Values);
        AssertHolds("b:1");
        Assert.Single(_folder.GetFiles());
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(Run("a:1", "-WhatIf").Values);
        Assert.Empty(_folder.GetFiles());
    }

    [Fact]
    public void What_cannot_be_written_is_said() => Assert.Equal(
        [
            ("FileUnwritable", $"The file '{_folder.FullName}' cannot be written: it is a folder. Give the path of a file."),
            ("FileUnwritable", $"The file '{_folder.FullName.Split(" [")[0]}/no/config.json' cannot be written: there is no such folder. "
                + $"Make it first."),
        ],
        new[] { _folder.FullName, $"{_folder.FullName.Split(" [")[0]}/no/config.json" }.Select(path =>
            Failure(session.Run("param($file) New-KafkaDestinationConfig a:1 t -OutFile $file", path))));

    private CommandOutcome Run(string servers, string more = "") => session.Run($"param($servers, $file) New-KafkaDestinationConfig "
        + $"$servers t -OutFile $file {more}", servers, File);

    private static (string Id, string Message) Failure(CommandOutcome outcome) => (outcome.Error.Id, outcome.Error.Message);

    private void AssertHolds(string servers)
    {
        Assert.Equal(servers, DestinationConfig.Parse(System.IO.File.ReadAllBytes(File), "-Config").BootstrapServers);
        Assert.True(OperatingSystem.IsWindows()
            || System.IO.File.GetUnixFileMode(File) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }
}
