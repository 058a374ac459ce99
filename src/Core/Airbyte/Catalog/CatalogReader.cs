using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>
/// Reads a configured catalog in one pass, without building a tree: schemas may be large, and of them only one name is of interest.
/// </summary>
internal sealed class CatalogReader
{
    private readonly List<string> _problems = [];
    private readonly List<(ConfigIssueId Id, string Mode, string Path, string Message)> _warnings = [];
    private readonly List<ConfiguredStream> _streams = [];
    private readonly Dictionary<StreamDescriptor, int> _places = [];

    public static ConfiguredCatalog Read(ReadOnlySpan<byte> utf8, string source)
    {
        if (JsonInput.TryOpen(ref utf8, source) is { } unusable)
        {
            throw Invalid(unusable);
        }

        var catalog = new CatalogReader();
        try
        {
            var reader = JsonInput.Reader(utf8);
            reader.Read();
            catalog.ReadRoot(ref reader, source);
            reader.Read();
        }
        catch (JsonException exception)
        {
            throw Invalid(JsonInput.Describe(exception, utf8, source));
        }

        return catalog._problems switch
        {
            [] => new(source, catalog._streams, catalog.SummarizeWarnings()),
            [var only] => throw Invalid($"The catalog in {source} cannot be used: {only}"),
            var all => throw Invalid($"The catalog in {source} cannot be used, for {all.Count} reasons:\n- {Printable.Lines(all, "\n- ")}"),
        };
    }

    private static AirbyteKafkaException Invalid(string message) => new(ErrorKind.CatalogInvalid, message);

    /// <summary>
    /// One warning for each mode, with the first stream that asks for it: a catalog may have thousands of streams that all do. Of thousands
    /// of
    /// modes the first are told, and how many more there are.
    /// </summary>
    private ConfigIssue[] SummarizeWarnings()
    {
        var modes = _warnings.GroupBy(warning => (warning.Id, warning.Mode)).ToList();
        var told = modes.Take(Printable.MaxListed).Select(group =>
        {
            var first = group.First();
            var more = group.Count() - 1;
            var rest = more == 0 ? "" : $" The same holds for {more} more stream{(more == 1 ? "" : "s")}.";
            return new ConfigIssue(first.Id, first.Path, first.Message + rest);
        });
        return modes.Count <= Printable.MaxListed ? [.. told] :
        [
            .. told,
            new ConfigIssue(
                ConfigIssueId.UnknownName, "streams", $"{modes.Count - Printable.MaxListed} more modes of streams are not known here; "
                    + $"the records are appended."),
        ];
    }

    private void ReadRoot(ref Utf8JsonReader reader, string source)
    {
        var found = false;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (NextKey(ref reader) is { } key)
            {
                if (key == "streams")
                {
                    found = true;
                    ReadStreams(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        else
        {
            reader.Skip();
        }

        if (!found)
        {
            _problems.Add($"streams is missing. {source} has to hold a JSON object with a list of streams, as in {{\"streams\": "
                + $"[{{\"stream\": {{\"name\": \"users\"}}, …}}]}}.");
        }
    }

    private void ReadStreams(ref Utf8JsonReader reader)
    {
        _streams.Clear();
        _places.Clear();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            _problems.Add("streams must be a list.");
            reader.Skip();
            return;
        }

        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            ReadStream(ref reader, index);
        }
    }

    private void ReadStream(ref Utf8JsonReader reader, int index)
    {
        var path = $"streams[{index}]";
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _problems.Add($"{path} must be an object.");
            reader.Skip();
            return;
        }

        string? name = null;
        string? streamNamespace = null;
        string? syncMode = null;
        string? destinationSyncMode = null;
        var details = new StreamDetails();
        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "stream":
                    ReadDescriptor(ref reader, $"{path}.stream", details, ref name, ref streamNamespace);
                    break;
                case "sync_mode":
                    syncMode = ReadText(ref reader, $"{path}.sync_mode");
                    break;
                case "destination_sync_mode":
                    destinationSyncMode = ReadText(ref reader, $"{path}.destination_sync_mode");
                    break;
                default:
                    details.ReadConfigured(key, ref reader);
                    break;
            }
        }

        if (name is null)
        {
            _problems.Add($"{path}.stream.name is missing: every stream needs a name.");
            return;
        }

        var descriptor = new StreamDescriptor(streamNamespace, name);
        if (!_places.TryAdd(descriptor, index))
        {
            _problems.Add($"{path} repeats streams[{_places[descriptor]}]: stream '{descriptor.Shown}' is listed twice. Keep one of them.");
            return;
        }

        _streams.Add(new(descriptor, ReadSyncMode(syncMode, path), ReadDestinationSyncMode(destinationSyncMode, path, descriptor))
        {
            PrimaryKey = details.PrimaryKey,
            GenerationId = details.GenerationId,
            SyncId = details.SyncId,
            HasDeletions = details.HasDeletions,
        });
    }

    private void ReadDescriptor(
        ref Utf8JsonReader reader, string path, StreamDetails details, ref string? name, ref string? streamNamespace)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _problems.Add($"{path} must be an object.");
            reader.Skip();
            return;
        }

        while (NextKey(ref reader) is { } key)
        {
            switch (key)
            {
                case "name":
                    name = ReadText(ref reader, $"{path}.name");
                    break;
                case "namespace":
                    streamNamespace = ReadText(ref reader, $"{path}.namespace");
                    break;
                default:
                    details.ReadStream(key, ref reader);
                    break;
            }
        }
    }

    private SyncMode ReadSyncMode(string? text, string path)
    {
        switch (text)
        {
            case null: return SyncMode.Unknown;
            case "full_refresh": return SyncMode.FullRefresh;
            case "incremental": return SyncMode.Incremental;
            default:
                _warnings.Add((ConfigIssueId.UnknownName, text, $"{path}.sync_mode", $"{path}.sync_mode: {QuotedValue.Mode(text)} is not "
                    + $"known here; the records are appended."));
                return SyncMode.Unknown;
        }
    }

    private DestinationSyncMode ReadDestinationSyncMode(string? text, string path, StreamDescriptor descriptor)
    {
        var mode = text switch
        {
            "append" => DestinationSyncMode.Append,
            "overwrite" => DestinationSyncMode.Overwrite,
            "append_dedup" => DestinationSyncMode.AppendDedup,
            "update" => DestinationSyncMode.Update,
            "soft_delete" => DestinationSyncMode.SoftDelete,
            _ => DestinationSyncMode.Unknown,
        };
        if (text is not null && mode != DestinationSyncMode.Append)
        {
            path += ".destination_sync_mode";
            _warnings.Add(mode == DestinationSyncMode.Unknown
                ? (ConfigIssueId.UnknownName, text, path, $"{path}: {QuotedValue.Mode(text)} is not known here; the records of stream "
                    + $"'{descriptor.Shown}' are appended.")
                : (ConfigIssueId.AppendOnly, text, path, $"{path}: Kafka can only append. The records of stream '{descriptor.Shown}' are "
                    + $"appended, not handled as '{text}' asks."));
        }

        return mode;
    }

    /// <summary>The next key of the object, with the reader on its value; <see langword="null"/> at the object's end.</summary>
    private static string? NextKey(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.EndObject)
        {
            return null;
        }

        var key = JsonText.Read(ref reader);
        reader.Read();
        return key;
    }

    /// <summary>A text, or <see langword="null"/> for JSON's null; anything else is a problem.</summary>
    private string? ReadText(ref Utf8JsonReader reader, string path)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String: return JsonText.Read(ref reader);
            case JsonTokenType.Null: return null;
            default:
                _problems.Add($"{path} must be a text.");
                reader.Skip();
                return null;
        }
    }
}
