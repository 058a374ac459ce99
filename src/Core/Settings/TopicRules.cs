using AirbyteKafka.Airbyte.Catalog;
using S = AirbyteKafka.Settings.TopicSettings;

namespace AirbyteKafka.Settings;

/// <summary>The rules across the settings of <see cref="TopicSettings"/>.</summary>
internal static class TopicRules
{
    internal const string CleanupPolicy = "cleanup.policy";
    private const string Compact = "compact";

    /// <summary>Reports what contradicts each other, what is refused, and what has no effect.</summary>
    internal static void Check(SettingValues values, ConfigReader root, ConfigIssues issues)
    {
        CheckDeadLetters(values, root, issues);
        CheckCompaction(values, issues);
        ProducerPropertyRules.Check(values.Get(S.ProducerProperties), issues);
    }

    private static void CheckDeadLetters(SettingValues values, ConfigReader root, ConfigIssues issues)
    {
        var isAsked = values.Get(S.OnRecordError) == S.DeadLetter;
        var topic = values.Get(S.DeadLetterTopic);
        if (issues.HasProblemAt(S.OnRecordError.Path) || issues.HasProblemAt(S.DeadLetterTopic.Path))
        {
            return;
        }

        if (isAsked && topic is null)
        {
            issues.Problem(
                ConfigIssueId.Missing,
                S.DeadLetterTopic.Path,
                $"{S.DeadLetterTopic.Path} is missing.{root.MeantFor(S.DeadLetterTopic)} on_record_error is '{S.DeadLetter}': say "
                + "which topic takes the records that are unfit.");
        }
        else if (topic is not null && !isAsked)
        {
            issues.Warning(
                ConfigIssueId.NoEffect,
                S.DeadLetterTopic.Path,
                $"{S.DeadLetterTopic.Path} has no effect: on_record_error is not '{S.DeadLetter}', so a record that is unfit ends the "
                + "write.");
        }
        else if (new TopicOptions(values) is { DeadLetters: { HasVariables: false } deadLetters, Pattern.HasVariables: false } options
            && Name(options.Pattern) == Name(deadLetters))
        {
            issues.Problem(
                ConfigIssueId.Contradiction,
                S.DeadLetterTopic.Path,
                $"{S.DeadLetterTopic.Path} and topic_pattern give the same topic: readers could not tell records that are unfit from the "
                + "others. Choose another one.");
        }
    }

    // Compaction keeps the last record of each key, so that records need keys that come again.
    private static void CheckCompaction(SettingValues values, ConfigIssues issues)
    {
        if (issues.HasProblemAt(RecordSettings.RecordKey.Path)
            || !values.Get(S.TopicConfig).Any(property => property.Name == CleanupPolicy && IsCompact(property.Value)))
        {
            return;
        }

        switch (new RecordOptions(values).Key)
        {
            case KeyKind.None:
                issues.Problem(
                    ConfigIssueId.Contradiction,
                    S.TopicConfig.Path,
                    $"{S.TopicConfig.Path} has {CleanupPolicy} with '{Compact}', and record_key is 'none': a topic that is compacted takes "
                    + "no record without a key. Set record_key to 'primary_key', or take it out of topic_config.");
                break;
            case KeyKind.Uuid:
                issues.Warning(
                    ConfigIssueId.NoEffect,
                    S.TopicConfig.Path,
                    $"{S.TopicConfig.Path}: {CleanupPolicy} has '{Compact}', but the key of each record is a random UUID: compaction "
                    + "never removes anything. Set record_key to 'primary_key'.");
                break;
        }
    }

    /// <summary>Whether a topic with this <c>cleanup.policy</c> is compacted.</summary>
    internal static bool IsCompact(string? policy) => policy?.Split(',', StringSplitOptions.TrimEntries).Contains(Compact) == true;

    private static string Name(Topics.TopicPattern pattern) => pattern.Apply(new StreamDescriptor(null, ""));
}
