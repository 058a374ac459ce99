using System.Globalization;
using System.Management.Automation;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>How the objects of a pipeline look as JSON, one after the other.</summary>
public sealed class RecordJsonTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly Gen<object?> Scalar = Gen.OneOf(
        Gen.Const((object?)null),
        Gen.Bool.Select(value => (object?)value),
        Gen.Int.Select(value => (object?)value),
        Gen.Long.Select(value => (object?)value),
        Gen.Double[-1e6, 1e6].Select(value => (object?)value),
        Gen.Decimal.Select(value => (object?)value),
        Gen.ULong.Select(value => (object?)(BigInteger.Pow(value, 3))),
        Gen.DateTime.Select(value => (object?)value),
        Gen.Guid.Select(value => (object?)value),
        Gen.String[Gen.Char["aB\"\\\n\u2028é\0"], 0, 5].Select(value => (object?)value));

    private static readonly Gen<(string Name, object? Value)[]> Members =
        Gen.Select(Gen.String[Gen.Char["aAbé\"_ "], 1, 3], Scalar).Array[0, 6].Select(
            members => members.DistinctBy(member => member.Item1, StringComparer.OrdinalIgnoreCase).ToArray());

    public static TheoryData<string, string> Objects => new()
    {
        { """{"b":1,"A":"x","a":null}""", "$h = [Collections.Specialized.OrderedDictionary]::new(); $h.b = 1; $h.A = 'x'; $h['a'] = $null; $h" },
        { """{"n":100000000000000000000,"d":1.50,"e":"Sunday","s":true}""", "[pscustomobject] @{ n = [bigint]::Pow(10, 20); d = 1.50d; e = [DayOfWeek]::Sunday; s = [switch] $true }" },
        { """{"a":1,"later":2}""", "$o = [pscustomobject] @{ a = 1 }; $o.PSObject.Properties.Add([psnoteproperty]::new('later', 2)); $o" },
        { """{"a":1,"bad":null,"c":3}""", "$o = [pscustomobject] @{ a = 1 }; $o.PSObject.Properties.Add([psscriptproperty]::new('bad', { throw 'no' })); $o.PSObject.Properties.Add([psnoteproperty]::new('c', 3)); $o" },
        { """{"Name":"x","Count":null,"Host":"h"}""", "class Row { [string] $Name = 'x'; [object] $Count; hidden [int] $Secret = 1 }; $o = [psobject]::new([Row]::new()); $o.PSObject.Properties.Add([psnoteproperty]::new('Host', 'h')); $o" },
        { """{"X":1}""", "[Collections.Generic.Dictionary[string, int]] $d = @{}; $d.X = 1; $d" },
        { """[1,"a",[]]""", ", @(1, 'a', @())" },
        { "\"AQID\"", ", [byte[]] (1, 2, 3)" },
        { "\"<a>1</a>\"", "([xml] '<a>1</a>')" },
        { """{"t":"01:02:03","v":"1.2.3","u":"http://h/a b","d":"2026-02-03","z":"2026-02-03T04:05:06+02:00"}""",
            "[pscustomobject] @{ t = [timespan] '1:2:3'; v = [version] '1.2.3'; u = [uri] 'http://h/a b'; d = [DateOnly]::new(2026, 2, 3); z = [datetimeoffset] '2026-02-03T04:05:06+02:00' }" },
    };

    public static TheoryData<string, string> Refused => new()
    {
        { "The property a.b[1] is NaN, which JSON has no number for", "@{ a = @{ b = 1, [double]::NaN } }" },
        { "The object is -Infinity, which JSON has no number for", "[float]::NegativeInfinity" },
        { "The property self contains itself", "$h = @{}; $h.self = $h; $h" },
        { "The property p is a secret, and secrets are not written as plain text", "@{ p = [securestring]::new() }" },
        { "The property code is of type System.Management.Automation.ScriptBlock, which is no data", "[pscustomobject] @{ code = { 1 } }" },
    };

    [Theory]
    [MemberData(nameof(Objects))]
    public void An_object_is_written_as(string json, string expression)
    {
        using var writer = new RecordJson();
        var value = Evaluate(expression);

        // Twice: what is kept of the first must not change the second.
        Assert.Equal((json, json), (Write(writer, value), Write(writer, value)));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_has_no_form_is_refused_by_its_name_and_the_next_object_is_whole(string fault, string expression)
    {
        using var writer = new RecordJson();
        var value = Evaluate(expression);

        var failure = Assert.Throws<AirbyteKafkaException>(() => Write(writer, value));

        Assert.Equal(
            (ErrorKind.ObjectNotSerializable, $"{fault}. Choose the properties to send: Select-Object Name, Id.", "1"),
            (failure.Kind, failure.Message, Write(writer, 1)));
    }

    [Fact]
    public void Sixty_four_levels_are_written_and_one_more_is_refused()
    {
        static object Nest(int levels) => Enumerable.Range(0, levels).Aggregate((object)1, (inner, _) => new[] { inner });
        using var writer = new RecordJson();

        Assert.Equal(new string('[', 64) + "1" + new string(']', 64), Write(writer, Nest(64)));
        Assert.Contains(
            "lies deeper than 64 levels",
            Assert.Throws<AirbyteKafkaException>(() => Write(writer, Nest(65))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_of_any_shapes_one_after_the_other_have_the_members_that_PowerShell_finds_in_their_order() =>
        Members.Array[1, 8].Sample(shapes =>
        {
            using var writer = new RecordJson();
            foreach (var members in shapes)
            {
                var custom = new PSObject();
                foreach (var (name, value) in members)
                {
                    custom.Properties.Add(new PSNoteProperty(name, value));
                }

                var found = custom.Properties.Select(property => property.Name);
                using var read = JsonDocument.Parse(Write(writer, custom));
                var written = read.RootElement.EnumerateObject().ToList();
                Assert.Equal(found, written.Select(property => property.Name));
                Assert.All(members, member => Assert.Equal(
                    Plain(member.Value), written.Single(property => property.Name == member.Name).Value.ToString()));
            }
        });

    [Fact]
    public void The_members_of_an_object_are_read_by_their_place_in_this_PowerShell() => Assert.True(InstanceMembers.AreAtHand);

    private PSObject Evaluate(string expression)
    {
        var outcome = session.Run(expression);
        return outcome.Errors.Count == 0 ? outcome.Output.Single() : throw outcome.Errors[0].Exception;
    }

    private static string Write(RecordJson writer, object? value) => Encoding.UTF8.GetString(writer.Write(value));

    private static string Plain(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "True" : "False",
        DateTime time => JsonValue.Create(time).GetValue<DateTime>() is var same ? JsonSerializer.Serialize(same).Trim('"') : "",
        double number => JsonSerializer.Serialize(number),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
