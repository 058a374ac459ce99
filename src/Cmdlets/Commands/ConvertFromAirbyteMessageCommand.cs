using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>ConvertFrom-AirbyteMessage: takes messages of Airbyte's protocol apart.</summary>
[Cmdlet(VerbsData.ConvertFrom, "AirbyteMessage", HelpUri = HelpLinks.Cmdlets + "convertfrom-airbytemessage")]
[OutputType(typeof(AirbyteMessage))]
public sealed class ConvertFromAirbyteMessageCommand : CancellableCmdlet
{
    private long _line;

    /// <summary>The messages, a JSON object a line.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyString]
    public string[] InputObject { get; set; } = [];

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (var line in InputObject.SelectMany(text => text.Split('\n')))
        {
            _line++;
            if (!string.IsNullOrWhiteSpace(line))
            {
                Convert(line);
            }
        }
    }

    private void Convert(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            WriteObject(Read(document.RootElement) ?? throw NoMessage("it has no type", null));
        }
        catch (JsonException failure)
        {
            WriteError(ErrorRecords.From(NoMessage("it is not valid JSON", failure)));
        }
        catch (AirbyteKafkaException failure)
        {
            WriteError(ErrorRecords.From(failure));
        }
    }

    // What a line that is no message holds may be a secret.
    private AirbyteKafkaException NoMessage(string why, Exception? inner) => new(
        ErrorKind.MessageMalformed,
        string.Create(CultureInfo.InvariantCulture, $"Line {_line} is no Airbyte message: {why}. Leave it out, or correct it."),
        inner);

    private static AirbyteMessage? Read(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || Text(message, "type") is not { } type)
        {
            return null;
        }

        // What a message holds has the name of its type, but for the catalog and the spec, whose names are the same too.
        var body = message.TryGetProperty(type.ToLowerInvariant(), out var named) ? named : default;
        var owner = Find(body, "stream") is { ValueKind: JsonValueKind.Object } state ? Find(state, "stream_descriptor") : body;
        return new(
            type,
            Text(owner, "namespace"),
            Text(owner, "stream") ?? Text(owner, "name"),
            Find(body, "emitted_at") is { ValueKind: JsonValueKind.Number } time && time.TryGetInt64(out var milliseconds)
                && milliseconds is >= -62_135_596_800_000 and <= 253_402_300_799_999
                ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null,
            body.ValueKind == JsonValueKind.Undefined ? null
                : PowerShellJson.Deserialize(Encoding.UTF8.GetBytes((Find(body, "data") is { ValueKind: not JsonValueKind.Undefined } data
                    ? data : body).GetRawText())));
    }

    private static JsonElement Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;

    private static string? Text(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
