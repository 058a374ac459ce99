using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Topics;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Topics;

public sealed class TopicNameTransformerTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("test.topic", "test_topic")]
    [InlineData("test-topic", "test_topic")]
    [InlineData("topic with spaces", "topic_with_spaces")]
    [InlineData("my-topic-name", "my_topic_name")]
    [InlineData("airbyte_syncs/n1/s1", "airbyte_syncs_n1_s1")]
    [InlineData("airbyte_syncs//s1", "airbyte_syncs__s1")]
    [InlineData(".s1", "_s1")]
    [InlineData("stream-with:spécial:character_names", "stream_with_special_character_names")]
    [InlineData("users USE special !@#$", "users_USE_special_____")]
    [InlineData("ﬁle", "file")]
    [InlineData("½", "1_2")]
    [InlineData("…", "___")]
    [InlineData("straße", "stra_e")]
    [InlineData("Ｆull", "Full")]
    [InlineData("が", "_")]
    [InlineData("ǅ", "Dz")]
    [InlineData("İ", "I")]
    public void Gives_the_names_of_the_java_destination(string name, string topic) =>
        Assert.Equal(topic, TopicNameTransformer.Transform(name));

    [Theory]
    [InlineData(" \t\n\v\f\r", "ASCII white space collapses")]
    [InlineData("\u00A0", "a no-break space decomposes to a blank")]
    [InlineData("\u3000", "an ideographic space decomposes to a blank")]
    [InlineData("\u3000 \u00A0", "decomposed blanks collapse with others")]
    [InlineData(" \u0301 ", "marks do not part blanks")]
    [InlineData("\u0085", "not white space to Java, yet one other code point")]
    [InlineData("\u2028", "not white space to Java, yet one other code point")]
    [InlineData("\uFFFE", "not a character at all, which .NET's Normalize refuses")]
    [InlineData("\U0001F600", "one code point, two UTF-16 units")]
    [InlineData("\U0001D15E", "decomposes to two code points, one of them a mark")]
    [InlineData("_", "an underscore stays")]
    public void Leaves_one_underscore_between_letters(string between, string reason) =>
        Assert.Equal(("a_b", reason), (TopicNameTransformer.Transform($"a{between}b"), reason));

    [Fact]
    public void Takes_lone_surrogates_as_code_points_of_their_own() => Assert.Equal(
        ("_x", "x_", "__", "___", "_"),
        (
            TopicNameTransformer.Transform("\uD800x"),
            TopicNameTransformer.Transform("x\uDFFF"),
            TopicNameTransformer.Transform("\uDC00\uD800"),
            TopicNameTransformer.Transform("\uD83D\uD83D\uDE00\uDE00"),
            TopicNameTransformer.Transform("\uD83D\u0301\uDE00")));

    [Fact]
    public void Decomposes_hangul_syllables_into_their_letters() =>
        Assert.Equal("a__b___c", TopicNameTransformer.Transform("a\uAC00b\uAC01c"));

    [Fact]
    public void Any_utf16_gives_a_name_that_is_its_own_transformation() => Names.Utf16.Sample(name =>
    {
        string topic = TopicNameTransformer.Transform(name);
        return topic.All(character => char.IsAsciiLetterOrDigit(character) || character == '_')
            && TopicNameTransformer.Transform(topic) == topic;
    });

    [Fact]
    public void Letters_digits_and_underscores_of_ascii_stay_in_order() => Names.Utf16.Sample(name =>
    {
        string around = string.Concat(name.Where(character => character > 0x7F));
        string ascii = string.Concat(name.Where(character => char.IsAsciiLetterOrDigit(character) || character == '_'));
        return TopicNameTransformer.Transform(around + ascii).EndsWith(ascii, StringComparison.Ordinal);
    });

    [Fact]
    public void Every_ideograph_emoji_or_punctuation_mark_is_one_underscore() =>
        Gen.OneOf("/", "-", ".", "$", "\\", "{", "世", "\U0001F600", "\U00020000", "ß", "\uE000", "\u0378").Array.Sample(others =>
            TopicNameTransformer.Transform(string.Concat(others)) == new string('_', others.Length));

    [Fact]
    public void Parts_that_meet_at_a_letter_transform_alone() => Gen.Select(Names.Utf16, Names.Utf16).Sample((left, right) =>
        TopicNameTransformer.Transform($"{left}x{right}") == TopicNameTransformer.Transform(left) + "x"
            + TopicNameTransformer.Transform(right));

    [Fact]
    public async Task Every_code_point_and_random_text_give_what_java_gives()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        var names = new List<string>();
        for (int codePoint = 0; codePoint <= 0x10FFFF; codePoint++)
        {
            names.Add(codePoint is >= 0xD800 and <= 0xDFFF ? ((char)codePoint).ToString() : char.ConvertFromUtf32(codePoint));
        }
        Names.Utf16.Sample(names.Add, iter: 20_000, threads: 1);

        IReadOnlyList<string?> expected = await JavaNames.TransformAsync(names, cancellation);

        // A null: this Java's Unicode does not know one of the code points yet.
        Assert.Equal(
            [],
            names.Zip(expected)
                .Where(pair => pair.Second is not null && TopicNameTransformer.Transform(pair.First) != pair.Second)
                .Select(pair => $"{JavaNames.ToHex(pair.First)}: {TopicNameTransformer.Transform(pair.First)} for {pair.Second}"));
        Assert.True(expected.Count(name => name is not null) > 250_000);
    }

    [Fact]
    public async Task The_table_is_what_its_generator_writes()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Topics");
        var generated = Expand(await JavaSource.RunAsync(Path.Combine("Topics", "NameFolds.java"), folder, [],
            TestContext.Current.CancellationToken));
        using var stream = typeof(TopicNameTransformer).Assembly.GetManifestResourceStream("AirbyteKafka.Topics.NameFolds.txt")!;
        using var reader = new StreamReader(stream);
        var table = Expand((await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).TrimEnd('\n').Split('\n'));

        // The Java at hand may know fewer code points than the one that the table was made with.
        Assert.Equal([], generated.Except(table));
        Assert.InRange(generated.Count, table.Count - 200, table.Count);
    }

    private static HashSet<string> Expand(IEnumerable<string> lines) =>
    [
        .. lines.Where(line => !line.StartsWith('#')).SelectMany(line =>
        {
            var (range, text) = (line.Split(' ')[0].Split('-'), line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var first = Convert.ToInt32(range[0], 16);
            return Enumerable.Range(first, Convert.ToInt32(range[^1], 16) - first + 1).Select(codePoint =>
                $"{codePoint:X} {(text.EndsWith('+') ? ((char)(text[0] + codePoint - first)).ToString() : text)}");
        }),
    ];
}
