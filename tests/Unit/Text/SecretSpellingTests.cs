using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AirbyteKafka.Settings;
using CsCheck;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Text;

/// <summary>However other software repeats a password, it does not come through.</summary>
public sealed class SecretSpellingTests
{
    private const string Password = "pw-S3cr+e/t&<ü>?\"'~%41 end";

    [Theory]
    [InlineData("pw-S3cr")]
    [InlineData("the beginning, cut: pw-S")]
    [InlineData("the beginning, cut in an escape: pw-S3cr%2")]
    [InlineData("shortened: pw-S3cr+e… (300 characters)")]
    [InlineData("pw-s3cr is another text", "pw-s3cr is another text")]
    [InlineData("pw-", "pw-")]
    [InlineData("token: eyJhbGciOiJub25lIn0.eyJzdWIiOiJ1In0.", "token: ***")]
    [InlineData("Authorization: Bearer abc.def-123_~+/=", "Authorization: Bearer ***")]
    [InlineData("a bearer token was refused by kafka-1.internal.example", "a bearer token was refused by kafka-1.internal.example")]
    public void Beginnings_and_tokens(string text, string? shown = null)
    {
        var clean = Redactor(Password).Redact(text);

        Assert.True(shown is null ? !clean.Contains("pw-S", StringComparison.Ordinal) && clean.Contains("***", StringComparison.Ordinal)
            : clean == shown, clean);
    }

    [Fact]
    public void Every_spelling_of_any_secret_is_blotted_out() =>
        Gen.Select(Gen.Char[' ', '~'].Array[6, 30], Gen.Int[0, 9]).Sample((characters, way) =>
        {
            var secret = new string(characters).Trim() + "Zq";
            var spelt = Spell(secret, way);
            return !Redactor(secret).Redact($"The peer said <<{spelt}>> and more.").Contains(spelt, StringComparison.Ordinal);
        });

    private static string Spell(string secret, int way) => way switch
    {
        0 => secret,
        1 => Uri.EscapeDataString(secret),
        2 => LowerEscapes(Uri.EscapeDataString(secret)),
        3 => WebUtility.UrlEncode(secret),
        4 => WebUtility.HtmlEncode(secret),
        5 => string.Concat(secret.Select(letter => $"&#x{(int)letter:X};")),
        6 => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        7 => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)).TrimEnd('=').Replace('+', '-').Replace('/', '_'),
        8 => string.Concat(secret.Select(letter => $"\\u{(int)letter:x4}")),
        _ => string.Concat(Encoding.UTF8.GetBytes(secret).Select(letter => $"%{letter:x2}")),
    };

    private static string LowerEscapes(string text) => Regex.Replace(text, "%[0-9A-F]{2}", escape => escape.Value.ToLowerInvariant());

    private static DestinationConfig Redactor(string secret)
    {
        var jaas = secret.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        var protocol = new JsonObject { ["security_protocol"] = "SASL_PLAINTEXT" };
        foreach (var (name, value) in Login("PLAIN", "user", jaas))
        {
            protocol[name] = value;
        }

        return Parse(Config("b:1", protocol));
    }
}
