using System.Text;
using AirbyteKafka.Airbyte.Input;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class LineSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "1:a")]
    [InlineData("a\n", "1:a")]
    [InlineData("a\r\nb\r\n", "1:a|2:b")]
    [InlineData("\n\r\n\r", "1:|2:|3:")]
    [InlineData("\uFEFFa\n\uFEFFb", "1:\uFEFFa|2:\uFEFFb")]
    [InlineData("a\rb\n", "1:a\rb")]
    public void Cuts_lines(string input, string expected) => Assert.Equal(expected, Split([Encoding.UTF8.GetBytes(input)]));

    [Fact]
    public void Lines_do_not_depend_on_how_the_bytes_come_in() =>
        Gen.Select(Gen.OneOf("a", "\n", "\r", "é", "\uFEFF", "long line ").Array[0, 60], Gen.Int[0, 7].Array[0, 40])
            .Select((parts, cuts) => (Bytes: Encoding.UTF8.GetBytes(string.Concat(parts)), cuts))
            .Sample(sample => Split([sample.Bytes]) == Split(Cut(sample.Bytes, sample.cuts)));

    [Fact]
    public void A_line_of_many_pieces_is_whole_and_its_room_is_let_go()
    {
        var splitter = new LineSplitter();
        var piece = new byte[1024 * 1024];
        Array.Fill(piece, (byte)'x');
        for (var i = 0; i < 20; i++)
        {
            ReadOnlySpan<byte> bytes = piece;
            Assert.False(splitter.TryNext(ref bytes, out _));
        }

        ReadOnlySpan<byte> end = "\nnext\n"u8;
        Assert.True(splitter.TryNext(ref end, out var line));
        Assert.Equal((20 * 1024 * 1024, -1), (line.Text.Length, line.Text.IndexOfAnyExcept((byte)'x')));
        Assert.True(splitter.TryNext(ref end, out line));
        Assert.Equal("next", Encoding.UTF8.GetString(line.Text));
    }

    private static string Split(IEnumerable<byte[]> pieces)
    {
        var splitter = new LineSplitter();
        var lines = new List<string>();
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> rest = piece;
            while (splitter.TryNext(ref rest, out var line))
            {
                lines.Add($"{splitter.LineNumber}:{Encoding.UTF8.GetString(line.Text)}");
            }
        }

        if (splitter.TryLast(out var last))
        {
            lines.Add($"{splitter.LineNumber}:{Encoding.UTF8.GetString(last.Text)}");
        }

        return string.Join('|', lines);
    }

    private static IEnumerable<byte[]> Cut(byte[] bytes, int[] cuts)
    {
        var at = 0;
        foreach (var cut in cuts)
        {
            var length = Math.Min(cut, bytes.Length - at);
            yield return bytes[at..(at + length)];
            at += length;
        }

        yield return bytes[at..];
    }
}
