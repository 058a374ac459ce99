using System.Globalization;
using System.Text.Json;

namespace AirbyteKafka.Settings;

/// <summary>A whole number that means something only where it is given.</summary>
public sealed record OptionalNumberSetting : Setting<long?>
{
    /// <summary>The smallest number allowed.</summary>
    public required long Minimum { get; init; }

    /// <summary>The largest number allowed.</summary>
    public required long Maximum { get; init; }

    /// <summary>The examples of Airbyte's form.</summary>
    public IReadOnlyList<long> Examples { get; init; } = [];

    /// <inheritdoc/>
    public override string SpecType => "integer";

    /// <inheritdoc/>
    public override IReadOnlyList<string> SpecExamples => [.. Examples.Select(Digits)];

    internal override long? Read(ConfigReader reader) => reader.Has(this) ? reader.Whole(this, Minimum, Maximum) : null;

    internal override void WriteJson(Utf8JsonWriter json, string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            json.WriteNumber(Name, number);
        }
        else
        {
            base.WriteJson(json, text);
        }
    }

    private protected override string? ToText(long? value) => value is { } number ? Digits(number) : null;

    private static string Digits(long value) => value.ToString(CultureInfo.InvariantCulture);
}
