using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class DestinationTopicTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Prepare = """
        param($json, $folder)
        $ErrorActionPreference = 'Stop'
        $file = [IO.Path]::Combine($folder, 'a [b] $c.json')
        [IO.File]::WriteAllText($file, $json)
        $null = $ExecutionContext.SessionState.Path.SetLocation($folder)

        """;

    [Theory]
    [InlineData("JSON text", "$json")]
    [InlineData("JSON text after blanks", "\"`n  $json\"")]
    [InlineData("the lines of a file", "$json -split \"`n\"")]
    [InlineData("an absolute path", "$file")]
    [InlineData("a path relative to the session's location", "'./a [b] $c.json'")]
    [InlineData("a path on a PowerShell drive", "$session = $ExecutionContext.SessionState; $provider = "
        + "$session.Provider.GetOne('FileSystem'); $null = $session.Drive.New([Management.Automation.PSDriveInfo]::new('Sample', "
        + "$provider, $folder, '', $null), 'Global'); 'Sample:/a [b] $c.json'")]
    [InlineData("a path with its provider", "\"Microsoft.PowerShell.Core\\FileSystem::$file\"")]
    [InlineData("a file", "[IO.FileInfo] $file")]
    [InlineData("hashtables", "@{ streams = @(@{ stream = @{ name = 'users'; namespace = 'public'; json_schema = @{} } }, @{ stream = @{ "
        + "name = 'orders' } }) }")]
    [InlineData("custom objects", "[pscustomobject] @{ streams = [pscustomobject] @{ stream = [pscustomobject] @{ name = 'users'; "
        + "namespace = 'public' } }, @{ stream = @{ name = 'orders' } } }")]
    public void Catalog_is_taken_as(string form, string expression)
    {
        var folder = Directory.CreateTempSubdirectory("airbyte-kafka-");
        try
        {
            var outcome = session.Run($"{Prepare}$catalog = . {{ {expression} }}\nGet-KafkaDestinationTopic '{Samples.Config}' $catalog",
                Samples.Catalog, folder.FullName);

            Assert.True(
                outcome.Values is [DestinationTopic { Namespace: "public", Stream: "users", Topic: "public_users" },
                    DestinationTopic { Namespace: null, Stream: "orders", Topic: "_orders" }],
                $"{form}: {string.Join(", ", outcome.Values)}");
        }
        finally
        {
            _ = session.Run("$null = $ExecutionContext.SessionState.Path.SetLocation([IO.Path]::GetTempPath())").Values;
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Warnings_of_the_configuration_are_shown()
    {
        var outcome = session.Run(
            $$"""Get-KafkaDestinationTopic '{"bootstrap_servers":"b:1","topic_pattern":"t","topic_patern":"x"}' '{{Samples.Catalog}}'""");

        Assert.Contains("topic_patern", Assert.Single(outcome.Warnings), StringComparison.Ordinal);
    }
}
