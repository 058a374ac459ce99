using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text;
using AirbyteKafka.Cmdlets.Json;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>JSON as a person at a prompt gets it.</summary>
public sealed class ValueJsonTests
{
    [Theory]
    [InlineData("0", typeof(long))]
    [InlineData("-9223372036854775808", typeof(long))]
    [InlineData("9223372036854775808", typeof(BigInteger))]
    [InlineData("1.10", typeof(decimal))]
    [InlineData("-0.1234567890123456789012345678", typeof(double))]
    [InlineData("123456789012345678.90123456", typeof(decimal))]
    [InlineData("1E-30", typeof(double))]
    [InlineData("1E+400", typeof(string))]
    public void A_number_keeps_its_digits_where_dotnet_can_hold_them(string text, Type type)
    {
        Assert.True(ValueJson.TryRead(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(type, value!.GetType());
        if (type != typeof(double))
        {
            Assert.Equal(text, Convert.ToString(value, CultureInfo.InvariantCulture));
        }
    }

    [Theory]
    [InlineData("{\"a\":1,\"A\":2,\"\":3}")]
    [InlineData("{\"PSObject\":1}")]
    public void Names_that_powershell_cannot_tell_apart_make_a_dictionary(string text)
    {
        Assert.True(ValueJson.TryRead(Encoding.UTF8.GetBytes(text), out var value));
        Assert.Equal(text, ValueJson.Write(Assert.IsType<IDictionary>(value, exactMatch: false)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("text")]
    [InlineData("\"\\ud800\"")]
    [InlineData("'a'")]
    public void What_is_no_json_is_refused(string text) => Assert.False(ValueJson.TryRead(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void Random_bytes_are_read_or_refused() =>
        Gen.Byte.Array[0, 40].Sample(bytes => ValueJson.TryRead(bytes, out _) || true);

    [Fact]
    public void What_was_read_is_written_as_it_was() => Gen.Recursive<string>((depth, inner) => depth > 4
            ? Gen.OneOf("1", "1.50", "true", "null", "\"a é\"", "\"2026-01-01T00:00:00Z\"")
            : Gen.OneOf(
                Gen.OneOf("1", "-2", "\"x\"", "12345678901234567890123"),
                inner.Array[0, 3].Select(items => $"[{string.Join(',', items)}]"),
                inner.Array[0, 3].Select(items => $"{{{string.Join(',', items.Select((item, i) => $"\"p{i}\":{item}"))}}}")))
        .Sample(text =>
        {
            Assert.True(ValueJson.TryRead(Encoding.UTF8.GetBytes(text), out var value));
            Assert.Equal(text, ValueJson.Write(value));
        });
}
