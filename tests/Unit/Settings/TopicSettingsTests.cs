using System.Text.Json;
using AirbyteKafka.Settings;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

public sealed class TopicSettingsTests
{
    private const string Compacts = "topic_config: cleanup.policy has 'compact', but the key of each record is a random UUID: compaction "
        + "never removes anything. Set record_key to 'primary_key'.";

    [Fact]
    public void Without_them_nothing_is_made_and_names_are_those_of_the_java_connector()
    {
        var topics = Parse(With()).Topics;
        Assert.Equal(
            (false, null, null, null, "a_b", 0),
            (topics.AreMade, topics.Partitions, topics.ReplicationFactor, topics.DeadLetters, topics.Naming.Apply("a.b"),
                topics.Properties.Count));
    }

    [Theory]
    [InlineData("\"a=1\\r\\n\\r\\n # not=this\\n  b = x=y \\rc=\\n\"")]
    [InlineData("{\"a\": 1, \"b\": \"x=y\", \"c\": \"\", \"d\": null}")]
    [InlineData("[\"a=1\", \"b=x=y\", \"c=\"]")]
    public void Topic_config_is_lines_an_object_or_a_list(string json)
    {
        var topics = Parse(With($"\"topic_config\": {json}")).Topics;
        Assert.Equal(
            (true, "a=1 b=x=y c="),
            (topics.AreMade, string.Join(' ', topics.Properties.Select(property => $"{property.Name}={property.Value}"))));
    }

    [Theory]
    [InlineData("\"topic_num_partitions\": 0", "OutOfRange topic_num_partitions")]
    [InlineData("\"topic_num_partitions\": -1", "OutOfRange topic_num_partitions")]
    [InlineData("\"topic_num_partitions\": \"six\"", "WrongType topic_num_partitions")]
    [InlineData("\"topic_replication_factor\": 32768", "OutOfRange topic_replication_factor")]
    [InlineData("\"topic_config\": 5", "UnusableText topic_config")]
    [InlineData("\"topic_config\": \"retention.ms 100\"", "UnusableText topic_config")]
    [InlineData("\"topic_config\": \"=100\"", "UnusableText topic_config")]
    [InlineData("\"topic_config\": {\"a\": [1]}", "WrongType topic_config")]
    [InlineData("\"topic_name_transform\": \"None\"", "NotAllowed topic_name_transform")]
    [InlineData("\"topic_names_lowercase\": \"yes\"", "WrongType topic_names_lowercase")]
    [InlineData("\"topic_name_transform\": \"none\", \"topic_pattern\": \"..\"", "TopicName topic_pattern")]
    [InlineData("\"topic_name_transform\": \"none\", \"test_topic\": \".\"", "TopicName test_topic")]
    [InlineData("\"on_record_error\": \"skip\"", "NotAllowed on_record_error")]
    [InlineData("\"on_record_error\": \"dead_letter\"", "Missing dead_letter_topic")]
    [InlineData("\"on_record_error\": \"dead_letter\", \"dead_letter_topic\": \"a-b\", \"topic_pattern\": \"a_b\"",
        "Contradiction dead_letter_topic")]
    [InlineData("\"topic_config\": \"cleanup.policy=compact,delete\", \"record_key\": \"none\"", "Contradiction topic_config")]
    public void What_cannot_be_used_is_said_with_its_place(string member, string problem) =>
        Assert.Equal([problem], Problems(With(member)));

    [Theory]
    [InlineData("\"dead_letter_topic\": \"dead\"",
        "dead_letter_topic has no effect: on_record_error is not 'dead_letter', so a record that is unfit ends the write.")]
    [InlineData("\"topic_config\": \"a=1\\nb=1\\na=2\"", "topic_config, line 3: the key is given before as well; the last one counts.")]
    [InlineData("\"topic_config\": \"cleanup.policy=compact\"", Compacts)]
    [InlineData("\"topic_config\": {\"cleanup.policy\": \"delete, compact\"}", Compacts)]
    public void What_has_no_effect_is_a_warning(string member, string warning) => Assert.Equal([warning], Warnings(With(member)));

    [Theory]
    [InlineData("\"record_key\": \"primary_key\"")]
    [InlineData("\"record_key\": \"stream\"")]
    [InlineData("\"partition_key_field\": \"id\"")]
    public void Keys_that_come_again_are_what_compaction_is_for(string key) =>
        Assert.Empty(Warnings(With($"\"topic_config\": \"cleanup.policy=compact\", {key}")));

    [Fact]
    public void Several_lines_that_are_wrong_are_told_together_and_none_is_repeated() => Assert.Equal(
        ["topic_config, line 1: there is no '='. topic_config, line 3: there is no name before '='. Write key=value, one a line."],
        Messages(With("\"topic_config\": \"hunter2\\na=1\\n=hunter3\"")));

    [Fact]
    public void A_text_that_nobody_writes_is_refused() => Assert.Equal(
        ["producer_properties has 65537 characters; it must be at most 65536. Write key=value, one a line."],
        Messages(With($"\"producer_properties\": \"{new string('x', 65_537)}\"")));

    [Fact]
    public void They_are_written_back_as_they_count()
    {
        const string Given = """
            {"bootstrap_servers": "kafka1:9092", "topic_pattern": "t", "topic_num_partitions": "6",
            "topic_config": {"retention.ms": 1, "a": ""}, "producer_properties": "client.rack = a=b \r\n"}
            """;
        var config = Parse(System.Text.Encoding.UTF8.GetBytes(Given));
        var names = (string[])["topic_num_partitions", "topic_config", "producer_properties"];
        var written = ConfigWriter.Complete(names.ToDictionary(name => name, _ => "given"), config);
        using var json = JsonDocument.Parse(ConfigWriter.ToJson(written));
        Assert.Equal(
            ["6", "\"retention.ms=1\\na=\"", "\"client.rack=a=b\""],
            names.Select(name => json.RootElement.GetProperty(name).GetRawText()));
    }
}
