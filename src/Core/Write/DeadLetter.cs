using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Records;

namespace AirbyteKafka.Write;

/// <summary>
/// The value for a record that is unfit: a JSON object that says which record it was, what was wrong with it, and its data.
/// </summary>
/// <remarks>It has the record's own key, unless that is what does not fit. Rare, so it may allocate.</remarks>
internal sealed class DeadLetter : RecordPlan
{
    private readonly RecordTemplate _template;

    /// <summary>Makes the plan of the value.</summary>
    /// <param name="route">The record's stream.</param>
    /// <param name="fault">What is wrong with the record.</param>
    /// <param name="line">The number of its input line.</param>
    /// <param name="dataBytes">Bytes of its data, whether they fit or not.</param>
    internal DeadLetter(StreamRoute route, AirbyteKafkaException fault, long line, int dataBytes)
        : base(route.Plan.Stream) => _template = Template(route, fault, line, dataBytes);

    /// <summary>Whether the data of the record is in it; otherwise it says <c>null</c>.</summary>
    internal bool HasData { get; set; } = true;

    /// <summary>Whether it has the record's key, where that is made of the data.</summary>
    internal bool KeepsKey { get; set; } = true;

    /// <inheritdoc/>
    internal override bool HasKey => KeepsKey;

    /// <inheritdoc/>
    internal override bool IsDescription => true;

    /// <inheritdoc/>
    internal override int IdStart => _template.IdStart;

    /// <inheritdoc/>
    internal override int Length(in RecordContent content) => _template.Length(Shown(content));

    /// <inheritdoc/>
    internal override void Write(Span<byte> destination, RandomIds ids, in RecordContent content) =>
        _template.Write(destination, ids, Shown(content));

    private RecordContent Shown(RecordContent content) => HasData ? content : content with { Data = "null"u8 };

    private static RecordTemplate Template(StreamRoute route, AirbyteKafkaException fault, long line, int dataBytes)
    {
        var error = string.Create(
            CultureInfo.InvariantCulture,
            $",\"_airbyte_error\":{{\"kind\":\"{fault.Kind.Id}\",\"message\":{Quote(fault.Message)},")
            + string.Create(CultureInfo.InvariantCulture, $"\"topic\":{Quote(route.Stream.Topic.Name)},\"line\":{line}}}")
            + ",\"_airbyte_data\":";
        var length = string.Create(CultureInfo.InvariantCulture, $",\"_airbyte_data_bytes\":{dataBytes}}}");

        // Names stand as they came in: they are contents of JSON strings.
        var names = new MemoryStream();
        names.Write("\",\"_airbyte_stream\":\""u8);
        names.Write(route.Name);
        names.Write("\",\"_airbyte_namespace\":"u8);
        names.Write(route.Namespace is null ? "null"u8 : [(byte)'"', .. route.Namespace, (byte)'"']);
        names.Write(",\"_airbyte_extracted_at\":"u8);
        return new RecordTemplate(
            route.Plan.Stream,
            beforeId: "{\"_airbyte_raw_id\":\""u8,
            beforeEmittedAt: names.ToArray(),
            beforeData: Encoding.UTF8.GetBytes(error),
            afterData: Encoding.UTF8.GetBytes(length));
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
