using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Errors;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>The entrypoint's command line.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("write", "--config=/a b.json", "--catalog=c=d.json")]
    [InlineData("--write", "-config=/a b.json", "-catalog", "c=d.json")]
    [InlineData("--catalog=c=d.json", "write", "--config", "/a b.json")]
    public void A_file_may_follow_an_equals_sign(params string[] words) =>
        Assert.Equal(new CommandLine(AirbyteCommand.Write, "/a b.json", "c=d.json", false, false), CommandLine.Parse(words));

    [Theory]
    [InlineData("--config needs the path of a file.", "check", "--config=")]
    [InlineData("--catalog needs the path of a file.", "write", "--config=c", "--catalog")]
    [InlineData("Unknown argument '--password'.", "check", "--password=Zq7W")]
    [InlineData("Unknown argument at position 2, a text of 4 characters (not shown: it may be a secret).", "check", "Zq7W")]
    [InlineData("Unknown argument at position 1, a text of 19 characters (not shown: it may be a secret).", "{\"password\":\"Zq7W\"}")]
    [InlineData("Unknown argument 'chek'.", "chek", "--config", "c")]
    public void A_wrong_one_is_said_without_values(string message, params string[] words) =>
        Assert.Equal($"{message} Use: spec | check --config FILE | write --config FILE --catalog FILE.",
            Assert.Throws<AirbyteKafkaException>(() => CommandLine.Parse(words)).Message);
}
