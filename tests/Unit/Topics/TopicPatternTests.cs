using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Topics;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

public sealed class TopicPatternTests
{
    [Theory]
    [InlineData("test.topic", "public", "id_and_name", "test_topic")]
    [InlineData("{namespace}.{stream}.test.topic", "public", "id_and_name", "public_id_and_name_test_topic")]
    [InlineData("{namespace}-{stream}-test.topic", "public", "id_and_name", "public_id_and_name_test_topic")]
    [InlineData("airbyte_syncs/{namespace}/{stream}", "n1", "s1", "airbyte_syncs_n1_s1")]
    [InlineData("airbyte_syncs/{namespace}/{stream}", null, "s1", "airbyte_syncs__s1")]
    [InlineData("{namespace}.{stream}", null, "s1", "_s1")]
    [InlineData("{namespace}.{stream}", "", "s1", "_s1")]
    [InlineData("{stream}{stream}", null, "s", "ss")]
    [InlineData("{{stream}}", null, "s", "_s_")]
    [InlineData("{ stream }{Stream}{stream", null, "s", "__stream___Stream__stream")]
    [InlineData("{stream}", null, "s$1", "s_1")]
    [InlineData("{stream}", null, "cost$", "cost_")]
    [InlineData("{stream}", null, "a\\b", "a_b")]
    [InlineData("{stream}", null, "a$0b", "a_0b")]
    [InlineData("{namespace}x{stream}", "{stream}", "s", "_stream_xs")]
    [InlineData("{namespace}{stream}}", "{str", "eam", "_stream_")]
    [InlineData("{stream}\u0301 {stream}", null, "e ", "e_e_")]
    public void Substitutes_literally_and_transforms_the_whole(string pattern, string? @namespace, string stream, string topic) =>
        Assert.Equal(topic, new TopicPattern(pattern).Resolve(new StreamDescriptor(@namespace, stream)));

    [Theory]
    [InlineData("orders", false)]
    [InlineData("{Stream}", false)]
    [InlineData("a{stream}", true)]
    [InlineData("{namespace}", true)]
    public void Knows_whether_streams_can_get_different_topics(string pattern, bool hasVariables) =>
        Assert.Equal(hasVariables, new TopicPattern(pattern).HasVariables);

    [Fact]
    public void Variables_are_replaced_before_the_transformation() =>
        Gen.Select(Names.Utf16, Names.Utf16, Names.Utf16).Sample((prefix, @namespace, stream) =>
        new TopicPattern(prefix + "x{namespace}/{stream}").Resolve(new StreamDescriptor(@namespace, stream))
            == TopicNameTransformer.Transform(prefix + "x" + @namespace + "/" + stream));

    [Fact]
    public void Takes_the_longest_name_that_kafka_takes() =>
        Assert.Equal(new string('n', 249), new TopicPattern("{stream}").Resolve(new StreamDescriptor(null, new string('n', 249))));

    [Fact]
    public void Refuses_a_name_that_is_too_long_or_empty()
    {
        string longName = new('n', 250);
        var tooLong = Assert.Throws<AirbyteKafkaException>(() =>
            new TopicPattern("{stream}").Resolve(new StreamDescriptor("public", longName)));
        var empty = Assert.Throws<AirbyteKafkaException>(() =>
            new TopicPattern("{namespace}\u0301").Resolve(new StreamDescriptor(null, "users")));
        Assert.Equal(
            [
                (ErrorKind.ConfigInvalid, $"Stream 'public.{longName[..193]}… (257 characters)': topic_pattern '{{stream}}' gives the "
                    + $"topic name '{longName[..200]}… (250 characters)', "
                    + "which has 250 characters, 1 more than the 249 that Kafka allows. Change topic_pattern or the name of the stream."),
                (ErrorKind.ConfigInvalid, "Stream 'users': topic_pattern '{namespace}\u0301' gives the topic name '', "
                    + "which is empty. Change topic_pattern or the name of the stream."),
            ],
            new[] { tooLong, empty }.Select(exception => (exception.Kind, exception.Message)));
    }
}
