using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Text;

public sealed class PrintableTests
{
    [Theory]
    [InlineData("plain – ü 日本 \U0001F600", "plain – ü 日本 \U0001F600")]
    [InlineData("a\u001b[31m\u0000\u009b\r\n\tb", @"a\u001b[31m\u0000\u009b\u000d\u000a\u0009b")]
    [InlineData("\u202e\u2066\u200f\u200b\ufeff\u00ad\u2028", @"\u202e\u2066\u200f\u200b\ufeff\u00ad\u2028")]
    [InlineData("\U000E0041", @"\udb40\udc41")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void What_cannot_be_seen_is_an_escape(string? text, string shown) => Assert.Equal(shown, Printable.Of(text));

    [Fact]
    public void Half_of_a_pair_is_an_escape() => Assert.Equal(@"\ude00\ud83d!", Printable.Of("\ude00\ud83d!"));

    [Fact]
    public void A_long_text_is_cut_and_its_length_said() => Assert.Equal(
        (new string('x', 200), new string('x', 200) + "… (201 characters)", new string('x', 199) + "… (1000201 characters)"),
        (Printable.Of(new('x', 200)), Printable.Of(new('x', 201)),
            Printable.Of(new string('x', 199) + "\U0001F600" + new string('x', 1_000_000))));

    [Fact]
    public void A_long_list_is_cut_and_the_rest_counted() => Assert.Equal(
        ("", "a", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1 more"),
        (Printable.List([]), Printable.List(["a"]), Printable.List(Numbers(10)), Printable.List(Numbers(11))));

    [Fact]
    public void Of_any_text_little_and_nothing_hidden_is_shown() => Gen.String.Sample(text =>
    {
        var shown = Printable.Of(text + text + text);
        return shown.Length <= (6 * Printable.MaxLength) + 30 && !shown.Any(char.IsControl) && Printable.Line(shown) == shown;
    });

    [Fact]
    public void A_message_of_an_error_or_of_Airbyte_hides_nothing()
    {
        const string Hostile = "a\u001b]0;x\u0007\u202eb";
        const string Shown = @"a\u001b]0;x\u0007\u202eb";
        using var output = new MemoryStream();
        using (var messages = AirbyteMessageWriter.Start(output, TimeProvider.System))
        {
            messages.WriteLog(LogLevel.Info, Hostile);
            messages.WriteConnectionStatus(succeeded: false, Hostile);
            messages.WriteError(FailureType.SystemError, Hostile, Hostile);
            messages.Complete(TimeSpan.FromSeconds(10));
        }

        var said = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)
            .Select(message => message["log"] ?? message["connectionStatus"] ?? message["trace"]!["error"]!)
            .SelectMany(said => (string?[])[(string?)said["message"], (string?)said["internal_message"] ?? Shown]);
        Assert.Equal(
            [Shown, Shown, Shown, Shown, Shown, Shown, Shown],
            [new AirbyteKafkaException(ErrorKind.InternalError, Hostile).Message, .. said]);
    }

    private static string[] Numbers(int count) => [.. Enumerable.Range(1, count).Select(number => $"{number}")];
}
