using AirbyteKafka.Delivery;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class WriteAirbyteRecordsTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private const string Setup = """
        param($catalog, $file)
        $cluster = Start-KafkaMockCluster
        $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = 'orders' }
        $line = '{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}'
        """;

    [Theory]
    [InlineData("'', $line, $line | Write-AirbyteRecords $config $catalog", 2)]
    [InlineData(", ($line, $line, $line) | Write-AirbyteRecords $config $catalog", 3)]
    [InlineData("@() | Write-AirbyteRecords $config $catalog", 0)]
    [InlineData("1, 2 | ForEach-Object { [pscustomobject] @{ PSPath = $file } } | Write-AirbyteRecords $config $catalog", 1, 1)]
    public void Text_from_the_pipeline_is_one_write_and_a_file_is_one_each(string script, params int[] records)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, """{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}""");

            var results = session.Run($"{Setup}\ntry {{ {script} }} finally {{ Stop-KafkaMockCluster $cluster }}", Samples.Catalog, file).Values;

            Assert.Equal(records, results.Cast<WriteResult>().Select(result => (int)result.Records));
        }
        finally
        {
            File.Delete(file);
        }
    }
}
