using System.Text.Json;
using AirbyteKafka.Settings;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

/// <summary>What comes of a configuration object that went through a job, a file or JSON: it shows its settings, without secrets.</summary>
public sealed class ConfigCopyTests
{
    [Theory]
    [InlineData("\"producer_properties\": \"client.rack = r1\\nsasl.oauthbearer.client.secret.x=hunter22\"",
        "sasl.oauthbearer.client.secret.x (producer_properties) is missing")]
    [InlineData("\"producer_properties\": {\"a.secret\": \"hunter22\", \"b.token\": \"hunter23\"}",
        "a.secret (producer_properties), b.token (producer_properties) are missing")]
    [InlineData("\"producer_properties\": [\"#a.key=hunter22\", \"a.password=hunter22\"]", "a.password (producer_properties) is missing")]
    [InlineData("\"topic_config\": \"some.url=http://me:hunter22@there\"", "some.url (topic_config) is missing")]
    public void A_copy_says_which_properties_it_lost(string member, string missing)
    {
        var copy = Copy(Parse(With(member)));
        Assert.DoesNotContain("hunter2", copy, StringComparison.Ordinal);
        Assert.Contains(missing, Assert.Single(Messages(System.Text.Encoding.UTF8.GetBytes(copy))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"a=1\\r\\n # b=x,y \\nc= x=y, z\"")]
    [InlineData("{\"a\": 1, \"c\": \"x=y, z\"}")]
    [InlineData("[\"a=1\", \"c=x=y, z\"]")]
    public void A_copy_has_the_properties_that_are_no_secrets(string properties)
    {
        var copy = Parse(System.Text.Encoding.UTF8.GetBytes(Copy(Parse(With($"\"topic_config\": {properties}")))));
        Assert.Equal("a=1;c=x=y, z", string.Join(';', copy.Topics.Properties.Select(property => $"{property.Name}={property.Value}")));
    }

    private static string Copy(DestinationConfig config) => JsonSerializer.Serialize(new
    {
        BootstrapServers = config.Shown["bootstrap_servers"],
        TopicPattern = config.Shown["topic_pattern"],
        Settings = config.Shown,
    });
}
