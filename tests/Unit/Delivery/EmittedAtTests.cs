using System.Globalization;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;
using static AirbyteKafka.Tests.Delivery.WriteRun;

namespace AirbyteKafka.Tests.Delivery;

/// <summary><c>emitted_at</c> as the Java connector takes it: by Jackson, into a <c>Long</c>.</summary>
public sealed class EmittedAtTests
{
    /// <summary>
    /// JSON values and what Jackson 2.21 makes of them; <c>-</c> for what it refuses or takes for null, with which the Java connector
    /// fails.
    /// </summary>
    private static readonly (string Value, string Java)[] Known =
    [
        ("1700000000000", "1700000000000"), ("1700000000000.0", "1700000000000"), ("1700000000000.9", "1700000000000"),
            ("1.7E12", "1700000000000"), ("17e+11", "1700000000000"),
        ("-1.9", "-1"), ("-0.9", "0"), ("-0", "0"), ("0e999999", "0"), ("1e-400", "0"), ("123e-1", "12"),
        ("9007199254740993.0", "9007199254740992"), ("123456789012345678.9", "123456789012345680"),
            ("1700000000000.9999999999999", "1700000000001"),
        ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("9223372036854775807.5", "9223372036854775807"),
        ("-9223372036854775809.0", "-9223372036854775808"), ("9223372036854776832.0", "9223372036854775807"),
            ("9223372036854776833.0", "-"),
        ("9223372036854775808", "-"), ("-9223372036854775809", "-"), ("9.3e18", "-"), ("1e400", "-"),
        ("\"1700000000000\"", "1700000000000"), ("\" 1700000000000 \"", "1700000000000"), ("\"\\t17\\n\"", "17"),
            ("\"\\u0031\\u0037\"", "17"), ("\"\\u00015\\u001f\"", "5"),
        ("\"+5\"", "5"), ("\"-5\"", "-5"), ("\"-0\"", "0"), ("\"007\"", "7"), ("\"00000000000000000000000000005\"", "5"),
            ("\"１２\"", "12"), ("\"٣\"", "3"),
        ("\"9223372036854775807\"", "9223372036854775807"), ("\"-9223372036854775808\"", "-9223372036854775808"),
            ("\"9223372036854775808\"", "-"), ("\"99999999999999999999999\"", "-"),
        ("\"1.5\"", "-"), ("\"1.7E12\"", "-"), ("\"1e3\"", "-"), ("\"+-5\"", "-"), ("\"-\"", "-"), ("\"\"", "-"), ("\"  \"", "-"),
            ("\"null\"", "-"), ("\"x\"", "-"), ("\"NaN\"", "-"),
        ("\"0x10\"", "-"), ("\"1_000\"", "-"), ("\"1 000\"", "-"), ("\"\u00a05\"", "-"), ("\"5\u200b\"", "-"), ("\"𝟝\"", "-"),
            ("\"\\ud800\"", "-"),
        ("null", "-"), ("true", "-"), ("[5]", "-"), ("{}", "-"), ("\"2026-11-27T10:00:00Z\"", "-"),
    ];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_written_as_the_integer_that_Java_writes()
    {
        Assert.Equal(Known.Select(known => $"{known.Value} -> {known.Java}"), await WriteAsync([.. Known.Select(known => known.Value)]));
    }

    [Fact]
    public async Task Is_read_as_Jackson_reads_it()
    {
        var home = Environment.GetEnvironmentVariable(KafkaInstallation.HomeVariable);
        Assert.SkipWhen(KafkaInstallation.Find(home, out var reason) is null, $"No Jackson to compare with: {reason}");
        string[] values = [.. Known.Select(known => known.Value), .. Generated()];
        var java = await JavaSource.RunAsync(Path.Combine("Protocol", "EmittedAt.java"), Path.Combine(home!, "libs", "*"), values, Test);
        Assert.Equal(values.Zip(java, (value, read) => $"{value} -> {read}"), await WriteAsync(values));
    }

    private static IEnumerable<string> Generated()
    {
        var random = new Random(20261127);
        for (var i = 0; i < 400; i++)
        {
            var integer = random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(0, 60);
            var number = (integer * (0.5 + random.NextDouble())).ToString(random.Next(2) == 0 ? "R" : "E", CultureInfo.InvariantCulture);
            var digits = integer.ToString(CultureInfo.InvariantCulture);
            yield return random.Next(6) switch
            {
                0 => number,
                1 => digits + "." + random.Next(1_000_000).ToString(CultureInfo.InvariantCulture),
                2 => digits + "e-" + random.Next(25).ToString(CultureInfo.InvariantCulture),
                3 => digits + "e" + random.Next(25).ToString(CultureInfo.InvariantCulture),
                4 => $"\"{new string(' ', random.Next(3))}{(random.Next(2) == 0 && integer >= 0 ? "+" : "")}{digits}{(random.Next(4) == 0 ? "0" : "")} \"",
                _ => digits + random.Next(100).ToString(CultureInfo.InvariantCulture),
            };
        }

        foreach (var zeros in (int[])[998, 999, 1000, 1001])
        {
            yield return "5." + new string('0', zeros);
            yield return $"\"{new string('0', zeros)}5\"";
        }
    }

    /// <summary>What lies in Kafka for each value, beside it; <c>-</c> for one that ends the write.</summary>
    private static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<string> values)
    {
        await using var broker = new MockBroker();
        await broker.CreateTopicAsync("t");
        using var lines = new LineFates();
        var refused = values.Select((value, i) => (i, fate: lines.Of(Line("s", i, value)))).Where(line => line.fate != "taken")
            .ToDictionary(line => line.i, line => line.fate);
        Assert.All(refused.Values, fate =>
            Assert.Contains(" is a RECORD without emitted_at (an integer: milliseconds since 1970). ", fate, StringComparison.Ordinal));
        var input = string.Concat(values.Select((value, i) => refused.ContainsKey(i) ? "" : Line("a", i, value) + "\n"));
        var run = Of(broker.BootstrapServers, """
            "topic_pattern":"t"
            """, "a", input, Test);
        Assert.Equal("none", run.FailureId);
        var written = new Dictionary<int, string>();
        foreach (var record in await broker.ReadAllAsync("t", Test))
        {
            using var json = JsonDocument.Parse(Encoding.UTF8.GetString(record.Value!));
            written.Add(json.RootElement.GetProperty("_airbyte_data").GetInt32(),
                json.RootElement.GetProperty("_airbyte_emitted_at").GetRawText());
        }

        return [.. values.Select((value, i) => $"{value} -> {written.GetValueOrDefault(i, "-")}")];
    }

    private static string Line(string stream, int number, string emittedAt) => string.Create(
        CultureInfo.InvariantCulture,
            $$$"""{"type":"RECORD","record":{"stream":"{{{stream}}}","data":{{{number}}},"emitted_at":{{{emittedAt}}}}}""");
}
