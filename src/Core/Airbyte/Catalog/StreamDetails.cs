using System.Text.Json;
using AirbyteKafka.Airbyte.Input;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>
/// Collects what a catalog says of a stream beside its name and modes. What it says in another form than Airbyte's counts as not said: a
/// catalog is not refused for what most configurations do not ask for.
/// </summary>
internal sealed class StreamDetails
{
    private List<IReadOnlyList<string>> _configuredKey = [];
    private List<IReadOnlyList<string>> _sourceDefinedKey = [];

    /// <summary>The column in which Airbyte's CDC sources say when a row was deleted.</summary>
    internal static ReadOnlySpan<byte> DeletedAt => "_ab_cdc_deleted_at"u8;

    /// <summary>The key that was configured, else the one that the source defines; empty where there is none.</summary>
    internal IReadOnlyList<IReadOnlyList<string>> PrimaryKey =>
        _configuredKey.Count > 0 ? _configuredKey : _sourceDefinedKey.Count > 0 ? _sourceDefinedKey : [];

    internal long? GenerationId { get; private set; }

    internal long? SyncId { get; private set; }

    internal bool HasDeletions { get; private set; }

    /// <summary>Reads or skips a value of an entry of <c>streams</c>.</summary>
    /// <param name="key">The value's key.</param>
    /// <param name="reader">Stands on the value, and afterwards on its end.</param>
    internal void ReadConfigured(string key, ref Utf8JsonReader reader)
    {
        switch (key)
        {
            case "primary_key":
                _configuredKey = ReadKey(ref reader);
                break;
            case "generation_id":
                GenerationId = ReadNumber(ref reader);
                break;
            case "sync_id":
                SyncId = ReadNumber(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    /// <summary>Reads or skips a value of the <c>stream</c> object.</summary>
    /// <inheritdoc cref="ReadConfigured" path="/param"/>
    internal void ReadStream(string key, ref Utf8JsonReader reader)
    {
        switch (key)
        {
            case "source_defined_primary_key":
                _sourceDefinedKey = ReadKey(ref reader);
                break;
            case "json_schema":
                ReadSchema(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    private void ReadSchema(ref Utf8JsonReader reader)
    {
        HasDeletions = false;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isProperties = JsonText.Is(reader, "properties"u8);
            reader.Read();
            if (!isProperties || reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                HasDeletions |= JsonText.Is(reader, DeletedAt);
                reader.Read();
                reader.Skip();
            }
        }
    }

    private static long? ReadNumber(ref Utf8JsonReader reader)
    {
        var number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out var value) ? value : (long?)null;
        reader.Skip();
        return number;
    }

    private static List<IReadOnlyList<string>> ReadKey(ref Utf8JsonReader reader)
    {
        var paths = new List<IReadOnlyList<string>>();
        var isKey = reader.TokenType == JsonTokenType.StartArray;
        if (!isKey)
        {
            reader.Skip();
            return [];
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var path = new List<string>();
            if (reader.TokenType != JsonTokenType.StartArray)
            {
                isKey = false;
                reader.Skip();
                continue;
            }

            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                isKey &= reader.TokenType == JsonTokenType.String;
                if (reader.TokenType == JsonTokenType.String)
                {
                    path.Add(JsonText.Read(ref reader));
                }

                reader.Skip();
            }

            isKey &= path.Count > 0;
            paths.Add(path);
        }

        return isKey ? paths : [];
    }
}
