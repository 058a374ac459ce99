using S = AirbyteKafka.Settings.RecordSettings;

namespace AirbyteKafka.Settings;

/// <summary>The rules across the settings of <see cref="RecordSettings"/>.</summary>
internal static class RecordRules
{
    /// <summary>Reports what contradicts each other, and what has no effect.</summary>
    internal static void Check(SettingValues values, ConfigIssues issues)
    {
        if (S.All.Any(setting => issues.HasProblemAt(setting.Path)))
        {
            return;
        }

        var hasFields = values.Get(S.PartitionKeyField) is not null;
        var key = values.Get(S.RecordKey);
        if (hasFields && key != S.RecordKey.Default)
        {
            issues.Problem(
                ConfigIssueId.Contradiction,
                S.RecordKey.Path,
                $"record_key ('{key}') and partition_key_field both say what the key is. Remove one of them.");
            return;
        }

        if (values.Get(S.CdcDeletionMode) == S.HardDelete && !hasFields && key != "primary_key")
        {
            issues.Problem(
                ConfigIssueId.Contradiction,
                S.CdcDeletionMode.Path,
                $"cdc_deletion_mode is 'Hard delete' and record_key is '{key}': a null value deletes the row that its key names, and this "
                + "key names none. Set record_key to 'primary_key', or partition_key_field to the fields that name a row.");
        }

        if (values.Get(S.KeyFormat) == "json" && !hasFields && key == "none")
        {
            issues.Warning(ConfigIssueId.NoEffect, S.KeyFormat.Path, "key_format has no effect: record_key is 'none'.");
        }
    }
}
