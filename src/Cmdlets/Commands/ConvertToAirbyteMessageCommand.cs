using System.Buffers;
using System.Management.Automation;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>ConvertTo-AirbyteMessage: makes a RECORD message of each object, as a line of JSON.</summary>
[Cmdlet(VerbsData.ConvertTo, "AirbyteMessage", HelpUri = HelpLinks.Cmdlets + "convertto-airbytemessage")]
[OutputType(typeof(string))]
public sealed class ConvertToAirbyteMessageCommand : CancellableCmdlet
{
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>The name of the stream that the records belong to.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string Stream { get; set; } = "";

    /// <summary>The stream's namespace.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string? Namespace { get; set; }

    /// <summary>The data of the record.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object InputObject { get; set; } = "";

    /// <summary>When the source sent it; now without it.</summary>
    [Parameter]
    public DateTimeOffset? EmittedAt { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        try
        {
            WriteObject(Convert());
        }
        catch (AirbyteKafkaException failure) when (failure.Kind == ErrorKind.ObjectNotSerializable)
        {
            WriteError(ErrorRecords.From(failure, InputObject));
        }
    }

    private string Convert()
    {
        if (!PowerShellObject.IsRecord(PowerShellObject.Unwrap(InputObject)))
        {
            throw new AirbyteKafkaException(
                ErrorKind.ObjectNotSerializable,
                $"The data of a record is an object with named parts, and what came is "
                + $"{PowerShellObject.Describe(PowerShellObject.Unwrap(InputObject))}. Make an object of it: "
                + "ForEach-Object { @{ value = $_ } }.");
        }

        _line.Clear();
        using (var json = new Utf8JsonWriter(_line, PowerShellJson.Options))
        {
            json.WriteStartObject();
            json.WriteString("type", "RECORD");
            json.WriteStartObject("record");
            if (Namespace is not null)
            {
                json.WriteString("namespace", Namespace);
            }

            json.WriteString("stream", Stream);
            json.WritePropertyName("data");
            new PowerShellJsonWriter(json).Write(InputObject);
            json.WriteNumber("emitted_at", (EmittedAt ?? DateTimeOffset.UtcNow).ToUnixTimeMilliseconds());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(_line.WrittenSpan);
    }
}
