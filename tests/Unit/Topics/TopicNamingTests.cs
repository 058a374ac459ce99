using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Topics;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

public sealed class TopicNamingTests
{
    private static readonly TopicNaming Legal = new(KeepsLegal: true, IsLowercase: false);

    [Theory]
    [InlineData("my-topic.{stream}", "Order Items", "my_topic_Order_Items", "my-topic.Order_Items")]
    [InlineData("{stream}", "é", "e", "_")]
    [InlineData("{stream}", "😀x", "_x", "_x")]
    [InlineData("{stream}", "a  b\tc", "a_b_c", "a__b_c")]
    [InlineData("{namespace}.{stream}", "x", "_x", ".x")]
    public void A_name_is_made_as_the_connector_does_or_keeps_what_kafka_allows(
        string pattern, string stream, string airbyte, string none)
    {
        Assert.Equal(
            (airbyte, none, airbyte.ToLowerInvariant(), none.ToLowerInvariant()),
            (Name(TopicNaming.Airbyte), Name(Legal), Name(new(false, true)), Name(new(true, true))));

        string Name(TopicNaming naming) => new TopicPattern(pattern, naming).Resolve(new StreamDescriptor(null, stream));
    }

    [Fact]
    public void Half_a_surrogate_pair_is_an_underscore() => Assert.Equal("_x_", Legal.Apply("\ud83dx\ude00"));

    [Theory]
    [InlineData(".", "Kafka does not allow")]
    [InlineData("..", "Kafka does not allow")]
    [InlineData("", "is empty")]
    public void What_is_no_name_on_its_own_is_refused(string stream, string reason) => Assert.Contains(
        $", which {reason}.",
        Assert.Throws<AirbyteKafkaException>(() => new TopicPattern("{stream}", Legal).Resolve(new(null, stream))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void More_than_249_characters_are_refused() => Assert.Contains(
        "has 250 characters, 1 more than the 249",
        Assert.Throws<AirbyteKafkaException>(() => new TopicPattern("{stream}", Legal).Resolve(new(null, new string('-', 250)))).Message,
        StringComparison.Ordinal);

    [Fact]
    public void What_kafka_allows_stays_and_every_other_code_point_is_one_underscore() => Gen.String.Sample(text =>
        Legal.Apply(text) == string.Concat(CodePoints(text).Select(point => point is [var unit] && TopicName.IsLegal(unit) ? point : "_")));

    [Fact]
    public void Names_that_are_the_same_to_kafka_are_told_where_both_can_come_about()
    {
        StreamDescriptor[] streams = [new(null, "a.b"), new(null, "c"), new(null, "a_b")];
        Assert.Equal(
            [
                "Topics 'a.b', 'a_b' differ in nothing but '.' and '_', which are the same to Kafka: it makes only one of them. "
                    + "Change topic_pattern or the names of the streams.",
            ],
            TopicMap.Create(new TopicPattern("{stream}", Legal), streams).Collisions);
        Assert.Empty(TopicMap.Create(new TopicPattern("{stream}"), streams).Collisions);
    }

    [Fact]
    public void A_stream_may_not_go_to_a_topic_of_dead_letters() => Assert.Equal(
        "dead_letter_topic gives topic 'b' for stream 'a', and the records of stream 'b' go there. Choose another one.",
        Assert.Throws<AirbyteKafkaException>(() => TopicMap.Create(
            new TopicPattern("{stream}"), [new(null, "a"), new(null, "b")], new TopicPattern("b"))).Message);

    private static IEnumerable<string> CodePoints(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var length = char.IsSurrogatePair(text, i) ? 2 : 1;
            yield return text.Substring(i, length);
            i += length;
        }
    }
}
