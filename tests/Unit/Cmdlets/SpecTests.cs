using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Spec;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class SpecTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static JsonNode Spec => JsonNode.Parse(DestinationSpec.ToJson())!;

    [Fact]
    public void The_object_is_the_spec()
    {
        var spec = Assert.Single(session.Run("Get-KafkaDestinationSpec").Output);

        Assert.Equal("AirbyteKafka.DestinationSpec", spec.TypeNames[0]);
        Assert.True(JsonNode.DeepEquals(Spec, JsonNode.Parse(PowerShellJson.Serialize(spec))));
    }

    [Fact]
    public void Its_parts_can_be_reached_by_name() => Assert.Equal(
        ["string", "acks"],
        session.Run("$spec = Get-KafkaDestinationSpec; $spec.connectionSpecification.properties.linger_ms.type; "
            + "$spec.connectionSpecification.required -eq 'acks'").Values);

    [Fact]
    public async Task The_message_is_one_line_on_the_standard_output()
    {
        var result = await ProcessRun.RunAsync(
            ShellProcess.Command($"Import-Module '{ModuleSession.Manifest}'; $none = Get-KafkaDestinationSpec -AsAirbyteMessage; if "
                + $"($null -ne $none) {{ throw 'an object' }}"),
            TestContext.Current.CancellationToken);

        Assert.True(result is { ExitCode: 0, StderrBytes.Length: 0 } && result.StdoutBytes.Span.Count((byte)'\n') == 1, result.ToString());
        Assert.True(JsonNode.DeepEquals(new JsonObject { ["type"] = "SPEC", ["spec"] = Spec }, JsonNode.Parse(result.Stdout)),
            Encoding.UTF8.GetString(result.StdoutBytes.Span));
    }
}
