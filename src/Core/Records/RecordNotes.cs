using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;

namespace AirbyteKafka.Records;

/// <summary>What is worth saying of a configuration's records once the streams and their topics are known.</summary>
public static class RecordNotes
{
    /// <summary>Finds it.</summary>
    /// <param name="options">What records look like.</param>
    /// <param name="catalog">The streams.</param>
    /// <param name="topics">Their topics.</param>
    /// <returns>Warnings.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: rows would be deleted by the records of other streams.
    /// </exception>
    public static IReadOnlyList<ConfigIssue> Find(RecordOptions options, ConfiguredCatalog catalog, TopicMap topics)
    {
        var warnings = new List<ConfigIssue>();
        if (options.Key == KeyKind.PrimaryKey)
        {
            string[] without =
                [.. catalog.Streams.Where(stream => stream.PrimaryKey.Count == 0).Select(stream => stream.Descriptor.ToString())];
            if (without.Length > 0)
            {
                warnings.Add(new(
                    ConfigIssueId.NoPrimaryKey,
                    RecordSettings.RecordKey.Path,
                    $"record_key is 'primary_key', and the catalog has none for {Streams(without)}. The keys are random UUIDs there"
                    + (options.DeletesRows ? ", and deleted rows stay records." : ".")));
            }
        }

        if (topics.Count < topics.Entries.Count && FindShared(options, topics) is { } shared)
        {
            warnings.Add(shared);
        }

        return warnings;
    }

    private static ConfigIssue? FindShared(RecordOptions options, TopicMap topics)
    {
        var shared = topics.Entries.GroupBy(entry => entry.Topic, StringComparer.Ordinal).First(topic => topic.Count() > 1);
        var where = $"{Streams([.. shared.Select(entry => entry.Stream.ToString())])} go to one topic ('{shared.Key}')";
        if (options.IsKeyOfRow && options.DeletesRows)
        {
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid,
                $"{where}, and cdc_deletion_mode is 'Hard delete': keys do not name the stream, so a deleted row of one would delete that "
                + "of another. Give each stream a topic, with {namespace} and {stream} in topic_pattern, or set cdc_deletion_mode to 'Soft "
                + "delete'.");
        }

        var reason = options.IsKeyOfRow ? "keys do not name the stream, so rows of different streams may have the same key"
            : options.Value == ValueShape.Flattened ? "_airbyte_stream and _airbyte_namespace are added to each value to tell them apart"
            : options.Value == ValueShape.Data && options.Key != KeyKind.Stream && options.Headers == HeaderKind.None
                ? "value_shape is 'data', so nothing in a record says which stream it is of"
            : null;
        return reason is null ? null : new(ConfigIssueId.SharedTopic, DestinationSettings.TopicPattern.Path, $"{where}: {reason}.");
    }

    private static string Streams(string[] names) => $"{(names.Length == 1 ? "stream" : "streams")} {Printable.Quoted(names)}";
}
