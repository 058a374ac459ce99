using AirbyteKafka.Topics;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

public sealed class TopicNameTests
{
    [Theory]
    [InlineData("", "is empty")]
    [InlineData(".", "Kafka does not allow")]
    [InlineData("..", "Kafka does not allow")]
    [InlineData("...", null)]
    [InlineData("Az09._-", null)]
    [InlineData("a b", "has characters other than ASCII letters, digits, '.', '_' and '-'")]
    [InlineData("é", "has characters other than ASCII letters, digits, '.', '_' and '-'")]
    [InlineData("a/b", "has characters other than ASCII letters, digits, '.', '_' and '-'")]
    public void Has_the_rules_of_the_broker(string name, string? fault) => Assert.Equal(fault, TopicName.FindFault(name));

    [Fact]
    public void Counts_what_is_too_long() => Assert.Equal(
        (null, "has 300 characters, 51 more than the 249 that Kafka allows"),
        (TopicName.FindFault(new string('a', 249)), TopicName.FindFault(new string('a', 300))));
}
