using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Topics;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

public sealed class TopicMapTests
{
    private static readonly StreamDescriptor WithoutNamespace = new(null, "users");
    private static readonly StreamDescriptor EmptyNamespace = new("", "users");
    private static readonly StreamDescriptor Orders = new("shop", "orders");

    [Fact]
    public void Keeps_the_order_of_the_catalog_and_lets_streams_share_a_topic()
    {
        var map = TopicMap.Create(new TopicPattern("{namespace}.{stream}"), [Orders, EmptyNamespace, WithoutNamespace]);
        Assert.Equal([new(Orders, "shop_orders"), new(EmptyNamespace, "_users"), new(WithoutNamespace, "_users")], map.Entries);
    }

    [Fact]
    public void Tells_a_missing_namespace_from_an_empty_one()
    {
        var map = TopicMap.Create(new TopicPattern("{stream}"), [EmptyNamespace]);
        Assert.Equal(
            ((true, "users"), (false, null)),
            ((map.TryGetTopic(EmptyNamespace, out string? found), found),
                (map.TryGetTopic(WithoutNamespace, out string? missing), missing)));
    }

    [Fact]
    public void Reports_all_invalid_names_at_once()
    {
        string longName = new('x', 300);
        var exception = Assert.Throws<AirbyteKafkaException>(() =>
            TopicMap.Create(new TopicPattern("{stream}"), [new("a", ""), Orders, new(null, longName)]));
        Assert.Equal(
            (
                ErrorKind.ConfigInvalid,
                "Stream 'a.': topic_pattern '{stream}' gives the topic name '', which is empty. Change topic_pattern or the name of the "
                    + "stream.\n"
                + $"Stream '{longName[..200]}… (300 characters)': topic_pattern '{{stream}}' gives the topic name '{longName[..200]}… "
                    + $"(300 characters)', "
                + "which has 300 characters, 51 more than the 249 that Kafka allows. Change topic_pattern or the name of the stream."),
            (exception.Kind, exception.Message));
    }

    [Fact]
    public void Refuses_a_stream_that_is_listed_twice()
    {
        var exception = Assert.Throws<AirbyteKafkaException>(() =>
            TopicMap.Create(new TopicPattern("all"), [Orders, WithoutNamespace, Orders]));
        Assert.Equal((ErrorKind.CatalogInvalid, "Stream 'shop.orders' is in the catalog twice. List each stream once."),
            (exception.Kind, exception.Message));
    }
}
