using System.Collections;
using System.Data;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Numerics;
using System.Security;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class PowerShellJsonTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["aAbBcC\"\\\n\u2028é\0"], 0, 4];

    public static TheoryData<string, object?> Scalars => new()
    {
        { "null", null },
        { "null", DBNull.Value },
        { "\"a \\\" \\\\ \\n é \\uD83D\\uDE00 <&'\"", "a \" \\ \n é 😀 <&'" },
        { "true", true },
        { "-128", sbyte.MinValue },
        { "255", byte.MaxValue },
        { "65535", ushort.MaxValue },
        { "-2147483648", int.MinValue },
        { "4294967295", uint.MaxValue },
        { "-9223372036854775808", long.MinValue },
        { "18446744073709551615", ulong.MaxValue },
        { "123456789012345678901234567890", BigInteger.Parse("123456789012345678901234567890", CultureInfo.InvariantCulture) },
        { "-170141183460469231731687303715884105728", Int128.MinValue },
        { "1.50", 1.50m },
        { "0.1", 0.1 },
        { "1E+300", 1e300 },
        { "0.1", 0.1f },
        { "\"NaN\"", double.NaN },
        { "\"-Infinity\"", float.NegativeInfinity },
        { "\"x\"", 'x' },
        { "\"AQID\"", new byte[] { 1, 2, 3 } },
        { "\"Sunday\"", DayOfWeek.Sunday },
        { "\"ReadOnly, Hidden\"", FileAttributes.ReadOnly | FileAttributes.Hidden },
        { "\"2026-02-03T04:05:06.789Z\"", new DateTime(2026, 2, 3, 4, 5, 6, 789, DateTimeKind.Utc) },
        { "\"2026-02-03T04:05:06\"", new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Unspecified) },
        { "\"2026-02-03T04:05:06+02:00\"", new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.FromHours(2)) },
        { "\"2026-02-03\"", new DateOnly(2026, 2, 3) },
        { "\"04:05:06.0000000\"", new TimeOnly(4, 5, 6) },
        { "\"1.02:03:04\"", new TimeSpan(1, 2, 3, 4) },
        { "\"0f8fad5b-d9cb-469f-a165-70867728950e\"", Guid.Parse("0f8fad5b-d9cb-469f-a165-70867728950e") },
        { "\"../a?b=c d\"", new Uri("../a?b=c d", UriKind.Relative) },
        { "\"1.2.3\"", new Version(1, 2, 3) },
        { "\"::1\"", IPAddress.IPv6Loopback },
    };

    public static TheoryData<string, string> Objects => new()
    {
        { """{"b":1,"a":{"c":[1,"x",null,[]]}}""", "[ordered] @{ b = 1; a = @{ c = 1, 'x', $null, @() } }" },
        { """{"Name":"x","Nested":{"Deep":[{"A":1},{"A":2}]}}""", "[pscustomobject] @{ Name = 'x'; Nested = [pscustomobject] @{ Deep = [pscustomobject] @{ A = 1 }, [pscustomobject] @{ A = 2 } } }" },
        { """{"1":"number","2026-01-01T00:00:00.0000000":"date"}""",
            "[ordered] @{ [object] 1 = 'number'; ([datetime]::new(2026, 1, 1)).ToString('o') = 'date' }" },
        { """{"a":1,"Twice":2}""",
            "$o = [pscustomobject] @{ a = 1 }; $o.PSObject.Properties.Add([psscriptproperty]::new('Twice', { 2 * $this.a })); $o" },
        { """[1,"a"]""", "$l = [Collections.ArrayList] @(1, 'a'); , $l" },
        { """{"Text":"x","Lines":["y"]}""", "$t = 'x'; $t.PSObject.Properties.Add([psnoteproperty]::new('PSPath', 'noise')); $l = @('y'); [pscustomobject] @{ Text = $t; Lines = $l }" },
        { """{"UserName":"me"}""", "[pscustomobject] @{ UserName = [System.Text.StringBuilder]::new('me').ToString() }" },
        { """{"Major":null}""", "[pscustomobject] @{ Major = [System.Management.Automation.Internal.AutomationNull]::Value }" },
        { """{"Key":"k","Value":1}""", "[Collections.Generic.KeyValuePair[string, int]]::new('k', 1)" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "$.password is a secret, and secrets are not written as plain text", "@{ password = [securestring]::new() }" },
        { "$.c is a secret, and secrets are not written as plain text", "@{ c = [pscredential]::new('u', [securestring]::new()) }" },
        { "$.code is of type System.Management.Automation.ScriptBlock, which is no data", "@{ code = { 1 } }" },
        { "$[1].t is of type System.RuntimeType, which is no data", ", @(1, @{ t = [int] })" },
        { "$.self contains itself", "$h = @{}; $h.self = $h; $h" },
        { "$.a[0].b contains itself", "$o = [pscustomobject] @{ a = $null }; $o.a = , @{ b = $o }; $o" },
        { "$ has two keys that are written as '1'", "@{ 1 = 'a'; ([string] 1) = 'b' }" },
        { "$.bad cannot be read", "$o = [pscustomobject] @{ a = 1 }; $o.PSObject.Properties.Add([psscriptproperty]::new('bad', { throw "
            + "'no' })); $o" },
    };

    [Theory]
    [MemberData(nameof(Scalars))]
    public void Values_are_written_as(string json, object? value) =>
        Assert.Equal((json, json), (Serialize(value), Serialize(value is null ? null : new PSObject(value))));

    [Theory]
    [MemberData(nameof(Objects))]
    public void Objects_are_written_as(string json, string expression) => Assert.Equal(json, Serialize(Evaluate(expression)));

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_no_data_is_refused(string fault, string expression)
    {
        var value = Evaluate(expression);
        var failure = Assert.Throws<AirbyteKafkaException>(() => PowerShellJson.Serialize(value));

        Assert.Equal(
            (ErrorKind.ObjectNotSerializable, $"The object cannot be written as JSON: {fault}. Choose the properties to send, with "
                + $"Select-Object for example."),
            (failure.Kind, failure.Message));
    }

    [Fact]
    public void Depth_has_a_limit()
    {
        object Nest(int levels) => Enumerable.Range(0, levels).Aggregate((object)1, (inner, _) => new[] { inner });

        Assert.Equal(new string('[', PowerShellJsonWriter.MaxDepth) + "1" + new string(']', PowerShellJsonWriter.MaxDepth),
            Serialize(Nest(PowerShellJsonWriter.MaxDepth)));
        Assert.EndsWith(
            $"lies deeper than {PowerShellJsonWriter.MaxDepth} levels. Choose the properties to send, with Select-Object for example.",
            Assert.Throws<AirbyteKafkaException>(() => Serialize(Nest(PowerShellJsonWriter.MaxDepth + 1))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_row_has_its_columns()
    {
        using var table = new DataTable { Locale = CultureInfo.InvariantCulture };
        table.Columns.Add("id", typeof(int));
        table.Columns.Add("name", typeof(string));

        Assert.Equal("""{"id":1,"name":null}""", Serialize(new PSObject(table.Rows.Add(1, DBNull.Value))));
    }

    [Fact]
    public void Properties_of_NET_objects_are_written_without_what_PowerShell_adds()
    {
        var row = new PSObject(new Row("x", 1));
        row.Properties.Add(new PSNoteProperty("PSPath", "noise"));

        Assert.Equal("""[{"Name":"x","Count":1}]""", Serialize(new object[] { row }));
    }

    [Fact]
    public void Half_a_character_does_not_break_the_line() => Assert.Equal("\"a\\uFFFDb\"", Serialize("a\ud800b"));

    [Fact]
    public void Secrets_do_not_show_in_a_refusal()
    {
        using var secret = new SecureString();
        secret.AppendChar('S');

        Assert.DoesNotContain("S3",
            Assert.Throws<AirbyteKafkaException>(() => Serialize(new Hashtable { ["a"] = "S3cret", ["b"] = secret })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Any_JSON_read_and_written_again_is_the_same_JSON() => AnyJson(3).Sample(json =>
    {
        var text = json?.ToJsonString() ?? "null";
        var again = JsonNode.Parse(PowerShellJson.Serialize(PowerShellJson.Deserialize(Encoding.UTF8.GetBytes(text))));
        Assert.True(JsonNode.DeepEquals(json, again), $"{text}\n{again?.ToJsonString()}");
    });

    private static Gen<JsonNode?> AnyJson(int depth)
    {
        var scalar = Gen.OneOf(
            Gen.Const((JsonNode?)null),
            Gen.Bool.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Long.Select(value => (JsonNode?)JsonValue.Create(value)),
            Gen.Double[-1e6, 1e6].Select(value => (JsonNode?)JsonValue.Create(value)),
            Text.Select(value => (JsonNode?)JsonValue.Create(value)));
        return depth == 0
            ? scalar
            : Gen.OneOf(
                scalar,
                AnyJson(depth - 1).Array[0, 4].Select(items => (JsonNode?)new JsonArray([.. items.Select(item => item?.DeepClone())])),
                Gen.Select(Text, AnyJson(depth - 1)).Array[0, 4].Select(members => (JsonNode?)new JsonObject(
                    members.DistinctBy(member => member.Item1).Select(
                        member => KeyValuePair.Create(member.Item1, member.Item2?.DeepClone())))));
    }

    private PSObject? Evaluate(string expression)
    {
        var outcome = session.Run(expression);
        return outcome.Errors.Count == 0 ? outcome.Output.Single() : throw outcome.Errors[0].Exception;
    }

    private static string Serialize(object? value) => Encoding.UTF8.GetString(PowerShellJson.Serialize(value));

    private sealed record Row(string Name, int Count);
}
