using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Records;

/// <summary>The value in which Airbyte's metadata fields stand in front of the fields of <c>data</c>, in one object.</summary>
/// <remarks>
/// <c>{"_airbyte_raw_id":"ID","_airbyte_extracted_at":MS,"_airbyte_generation_id":G,"_airbyte_meta":{"sync_id":S,"changes":C},</c> and
/// then <c>data</c> behind its brace. What the catalog does not say is left out. The stream's name is in it only where its topic has
/// others.
/// </remarks>
internal sealed class Flattened : RecordPlan
{
    private readonly byte[] _beforeEmittedAt;
    private readonly byte[] _beforeChanges;
    private readonly int _constantLength;

    /// <summary>The plan of a stream's values.</summary>
    /// <param name="stream">The stream.</param>
    internal Flattened(StreamShape stream)
        : base(stream)
    {
        var profile = stream.Profile;
        _beforeEmittedAt = [.. "\""u8, .. NameFields(profile), .. ",\"_airbyte_extracted_at\":"u8];
        _beforeChanges = Encoding.ASCII.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"{Number(",\"_airbyte_generation_id\":", profile.GenerationId, "")},\"_airbyte_meta\":{{"
            + $"{Number("\"sync_id\":", profile.SyncId, ",")}\"changes\":"));
        _constantLength = BeforeId.Length + RandomIds.Length + _beforeEmittedAt.Length + _beforeChanges.Length + BeforeData.Length;
    }

    /// <inheritdoc/>
    internal override int IdStart => BeforeId.Length;

    private static ReadOnlySpan<byte> BeforeId => "{\"_airbyte_raw_id\":\""u8;

    private static ReadOnlySpan<byte> BeforeData => "}"u8;

    /// <inheritdoc/>
    internal override int Length(in RecordContent content)
    {
        if (content.Data[0] != '{')
        {
            throw MessageRules.Malformed(
                content.Line, "is a RECORD whose data is no object, and value_shape is 'flattened': only an object has fields.");
        }

        // A comma in place of the brace, unless there is nothing behind it.
        return _constantLength + content.EmittedAt.Length + content.Changes.Length + content.Data.Length - (IsEmpty(content.Data) ? 1 : 0);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Write(Span<byte> destination, RandomIds ids, in RecordContent content)
    {
        destination = Append(destination, BeforeId);
        ids.WriteNext(destination);
        destination = Append(destination[RandomIds.Length..], _beforeEmittedAt);
        destination = Append(destination, content.EmittedAt);
        destination = Append(destination, _beforeChanges);
        destination = Append(destination, content.Changes);
        destination = Append(destination, BeforeData);
        if (!IsEmpty(content.Data))
        {
            destination = Append(destination, ","u8);
        }

        content.Data[1..].CopyTo(destination);
    }

    private static bool IsEmpty(ReadOnlySpan<byte> data)
    {
        var at = 1;
        while (data[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return data[at] == '}';
    }

    private static byte[] NameFields(StreamProfile profile)
    {
        if (!profile.SharesTopic)
        {
            return [];
        }

        byte[] stream = [.. ",\"_airbyte_stream\":"u8, .. JsonBytes.Quote(profile.Descriptor.Name)];
        return profile.Descriptor.Namespace is { } name ? [.. stream, .. ",\"_airbyte_namespace\":"u8, .. JsonBytes.Quote(name)] : stream;
    }

    private static string Number(string before, long? number, string behind) =>
        number is null ? "" : string.Create(CultureInfo.InvariantCulture, $"{before}{number}{behind}");
}
