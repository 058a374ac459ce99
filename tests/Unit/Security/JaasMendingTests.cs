using AirbyteKafka.Security.Sasl;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Security;

/// <summary>JAAS texts that were copied with more than themselves.</summary>
public sealed class JaasMendingTests
{
    private const string Module = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private const string Good = Module + " required username=\"a\" password=\"b c!\";";

    [Theory]
    [InlineData("sasl.jaas.config=" + Good, "the property's name in front")]
    [InlineData(" producer.override.sasl.jaas.config = " + Good, "the property's name in front")]
    [InlineData("sasl_jaas_config: " + Good, "the property's name in front")]
    [InlineData("\"sasl_jaas_config\": \"" + Module + " required username=\\\"a\\\" password=\\\"b c!\\\";\",",
        "the property's name in front and the quotes around it and the backslashes before its quotes")]
    [InlineData("sasl.jaas.config=" + Module + " required \\\n  username=\"a\" \\\r\n  password=\"b c!\";",
        "the property's name in front and the backslashes at its line ends")]
    [InlineData("KafkaClient {\n  " + Good + "\n};", "the context and braces around it")]
    [InlineData("KafkaClient{" + Good + "}", "the context and braces around it")]
    [InlineData("\"" + Good + "\"", "the quotes around it")]
    [InlineData("'" + Good + "'", "the quotes around it")]
    [InlineData("\u201c" + Good + "\u201d", "the quotes around it")]
    [InlineData(Module + " required username=\\\"a\\\" password=\\\"b c!\\\";", "the backslashes before its quotes")]
    [InlineData(Module + " required\\nusername=\"a\" password=\"b c!\";", "the backslashes at its line ends")]
    [InlineData(Module + " required username=\u201ca\u201d password=\u201cb c!\u201d;", "curly quotes, taken for straight ones")]
    [InlineData(Module + " required username=&quot;a&quot; password=&quot;b c!&quot;;", "HTML's way of writing quotes")]
    [InlineData("\ufeff" + Good, "characters that cannot be seen")]
    [InlineData("org.apache.kafka.\u200bcommon.security.plain.PlainLoginModule required\u00a0username=\"a\" password=\"b c!\";",
        "characters that cannot be seen")]
    public void What_can_have_no_other_meaning_is_undone_and_said(string jaas, string leftOut)
    {
        var json = WithLogin("PLAIN", jaas);
        Assert.Equal(
            (new PasswordLogin("PLAIN", "a", "b c!"), $"protocol.sasl_jaas_config was read without what does not belong to it: {leftOut}."),
            ((PasswordLogin)Parse(json).Protocol.Login!, Assert.Single(Warnings(json))));
    }

    /// <summary>Escapes that a value needs stay what they are.</summary>
    [Fact]
    public void A_password_with_quotes_and_backslashes_survives_being_escaped_twice()
    {
        var jaas = new PasswordLogin("PLAIN", "a", "p\"\\w").ToJaas().ToJaasText();
        Assert.Equal(new PasswordLogin("PLAIN", "a", "p\"\\w"),
            Parse(WithLogin("PLAIN", jaas.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)))
            .Protocol.Login);
    }

    [Theory]
    [InlineData("KafkaClient { " + Good + " }; KafkaServer { " + Good + " };", " Of a JAAS file only the text between the braces of one "
        + "context belongs here.")]
    [InlineData(Module + " required username=\"a\" password=\u201cb c!\u201d;", " It has curly quotes, which are none in JAAS: write "
        + "straight ones.")]
    [InlineData(Module + " required username=\"a\" password=\\\"b c!\\\";", " It has a backslash before a quote, which belongs there "
        + "only inside of a quoted value.")]
    [InlineData(Module + " required username=\"a\" password=\"b c!\"", "")]
    public void What_may_have_another_meaning_is_refused_and_the_mistake_named(string jaas, string hint)
    {
        var problem = Assert.Single(Messages(WithLogin("PLAIN", jaas)));
        Assert.EndsWith($"It has to read: <login module> required <option>=\"<value>\" …;{hint}", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("password=\u201cb\u201d", "\u201cb\u201d", "has curly quotes around a value. JAAS takes them for a part of it: write "
        + "straight ones.")]
    [InlineData("password=\"b\u200b\"", "b\u200b", "has a value with a character that cannot be seen (such as U+200B or U+FEFF). It is "
        + "sent as a part of the value.")]
    public void What_Java_takes_is_taken_with_a_warning(string option, string password, string warning)
    {
        var json = WithLogin("PLAIN", $"{Module} required username=\"a\" {option};");
        Assert.Equal(
            (password, $"protocol.sasl_jaas_config {warning}"),
            (((PasswordLogin)Parse(json).Protocol.Login!).Password, Assert.Single(Warnings(json))));
    }
}
