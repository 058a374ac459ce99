using System.Globalization;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Kafka;

/// <summary>
/// Adds <c>producer_properties</c> to the properties of a client. librdkafka itself says what a name does: a second name of a property that
/// may not be set is found even if no list of ours has it.
/// </summary>
public static class ProducerProperties
{
    /// <summary>
    /// Looks at <c>producer_properties</c> with the native client, without opening one. Without such properties it is not even loaded.
    /// </summary>
    /// <param name="result">A configuration that was read.</param>
    /// <returns>
    /// The same, or a problem where librdkafka does not know a property or does not take its value, or where it may not be set.
    /// </returns>
    public static ConfigParseResult Verify(ConfigParseResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        try
        {
            _ = result.Config is { } config ? Complete(config, config.ToLibrdkafkaProperties()) : null;
            return result;
        }
        catch (AirbyteKafkaException refused) when (refused.Kind == ErrorKind.ConfigInvalid)
        {
            var problem = new ConfigIssue(ConfigIssueId.NotAllowed, TopicSettings.ProducerProperties.Path, refused.Message);
            return result with { Config = null, Problems = [problem] };
        }
        catch (AirbyteKafkaException noClient) when (noClient.Kind == ErrorKind.NativeLibraryMissing)
        {
            // Whoever opens a client is told. To write a configuration down none is needed.
            return result;
        }
    }

    /// <summary>A client's properties with those of the configuration behind them.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="properties">What is set for all other settings.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: librdkafka does not know a property or take its value, or it may not be set.
    /// </exception>
    internal static IEnumerable<KeyValuePair<string, string>> Complete(
        DestinationConfig config, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        if (config.ProducerProperties.Count == 0)
        {
            return properties;
        }

        NativeLibraryLoader.EnsureLoaded();
        using var conf = new NativeConf();
        foreach (var (name, value) in properties)
        {
            // What librdkafka does not take of these is said when the client is opened.
            _ = conf.Set(name, value);
        }

        var before = conf.Read();
        foreach (var property in config.ProducerProperties)
        {
            // Some do something when they are only set: a plugin is loaded.
            ThrowIf(ProducerPropertyRules.FindRefusal(property.Name), property, property.Name);
            if (conf.Set(property.Name, property.Value) is { } said)
            {
                throw Refused(property, said, before.Keys, config);
            }

            var after = conf.Read();
            foreach (var (changed, value) in after)
            {
                if (before.GetValueOrDefault(changed) != value)
                {
                    ThrowIf(ProducerPropertyRules.FindRefusal(changed), property, changed);
                    ThrowIfCut(property, value);
                }
            }

            before = after;
        }

        var added = config.ProducerProperties.Select(property => KeyValuePair.Create(property.Name, property.Value)).ToList();
        var names = added.Select(property => property.Key).ToHashSet(StringComparer.Ordinal);
        return properties.Where(property => !names.Contains(property.Key)).Concat(added);
    }

    private static void ThrowIf(string? refusal, in PropertyEntry property, string changed)
    {
        if (refusal is not null)
        {
            var alias = changed == property.Name ? "" : $", which sets {changed},";
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid, $"{property.Where}: {property.Name}{alias} cannot be set here: {refusal}.");
        }
    }

    // librdkafka reads numbers of 64 bits and keeps 32 of them: 4294967396 would be 100.
    private static void ThrowIfCut(in PropertyEntry property, string taken)
    {
        if (long.TryParse(property.Value, CultureInfo.InvariantCulture, out var given)
            && long.TryParse(taken, CultureInfo.InvariantCulture, out var kept)
            && given != kept)
        {
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid, $"{property.Where}: the number is too large for the Kafka client's {property.Name}.");
        }
    }

    private static AirbyteKafkaException Refused(
        in PropertyEntry property, string said, IReadOnlyCollection<string> known, DestinationConfig config)
    {
        if (known.Contains(property.Name))
        {
            // Where a number is out of its range, librdkafka repeats it; what is no number may be a secret in the wrong place.
            var words = long.TryParse(property.Value, CultureInfo.InvariantCulture, out _) || property.Value.Length == 0
                ? said
                : said.Replace(property.Value, "…", StringComparison.Ordinal);
            return new(
                ErrorKind.ConfigInvalid,
                $"{property.Where}: the Kafka client does not take the value of {property.Name}. "
                + $"It says: {Printable.Of(config.Redact(words).Trim()).TrimEnd('.')}.");
        }

        var meant = ClosestName.Of(property.Name, known);
        var name = QuotedValue.Key(property.Name, meant is not null);
        return new(
            ErrorKind.ConfigInvalid,
            name is null
                ? $"{property.Where}: the Kafka client has no such property. Its name is {QuotedValue.Length(property.Name)}."
                : $"{property.Where}: the Kafka client has no property {name}{(meant is null ? "" : $"; did you mean {meant}?")} "
                    + $"It says: {Printable.Of(said).TrimEnd('.')}.");
    }
}
