using AirbyteKafka.Cmdlets.Shell;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class ScreenTextTests
{
    [Theory]
    [InlineData("one two three", 12, 0, 0, "one two\nthree")]
    [InlineData("one two three", 12, 1, 2, "one two\nthree")]
    [InlineData("1 2 3 4 5 6 7", 8, 1, 2, "1 2 3\n4 5\n6 7")]
    [InlineData("alonglongword b", 8, 0, 0, "alonglongword\nb")]
    [InlineData("kept\nas it is", 80, 0, 0, "kept\nas it is")]
    [InlineData("", 80, 0, 0, "")]
    public void Wrap(string text, int width, int indent, int hanging, string wrapped) =>
        Assert.Equal(wrapped, ScreenText.Wrap(text, width, indent, hanging));

    [Fact]
    public void Without_a_screen_lines_have_eighty_columns() =>
        Assert.Equal([79, 79, 2], ScreenText.Wrap(string.Concat(Enumerable.Repeat("a ", 81)), 0, 0, 0).Split('\n').Select(line => line.Length));
}
