namespace AirbyteKafka.Settings;

/// <summary>
/// The settings of what records look like, which <c>airbyte/destination-kafka</c> 0.1.11 does not have. Without them a record is what that
/// one writes. Their values make a <see cref="RecordOptions"/>.
/// </summary>
public static class RecordSettings
{
    /// <summary>What the value holds.</summary>
    public static readonly ChoiceSetting ValueShape = new()
    {
        Name = "value_shape",
        Title = "Value Shape",
        Description = "What the value of a record holds: the Java connector's envelope around the data, the data's own fields behind "
            + "Airbyte's metadata fields (flattened), or the data alone.",
        Allowed = ["envelope", "flattened", "data"],
        Default = "envelope",
        IsUnsetInForm = true,
    };

    /// <summary>The fields that the key is made of.</summary>
    public static readonly FieldPathsSetting PartitionKeyField = new()
    {
        Name = "partition_key_field",
        Title = "Partition Key Field",
        Description = "Fields of the data that make the key, separated by commas; a dot leads into an object. Records with the same key "
            + "go to the same partition and keep their order.",
        Examples = ["user_id", "user.id,order_id"],
    };

    /// <summary>What the key is, where no fields are named.</summary>
    public static readonly ChoiceSetting RecordKey = new()
    {
        Name = "record_key",
        Title = "Record Key",
        Description = "What the key of a record is: a random UUID, the stream's primary key, the stream's name, or no key at all (none).",
        Allowed = ["uuid", "primary_key", "stream", "none"],
        Default = "uuid",
        IsUnsetInForm = true,
    };

    /// <summary>How the key is written.</summary>
    public static readonly ChoiceSetting KeyFormat = new()
    {
        Name = "key_format",
        Title = "Key Format",
        Description = "How keys are written: as plain text, the values of several fields joined with |, or as JSON, fields as an object "
            + "with their names.",
        Allowed = ["string", "json"],
        Default = "string",
        IsUnsetInForm = true,
    };

    /// <summary>What becomes of deleted rows.</summary>
    public static readonly ChoiceSetting CdcDeletionMode = new()
    {
        Name = "cdc_deletion_mode",
        Title = "CDC Deletion Mode",
        Description = "What becomes of a row that CDC reports as deleted: a record like any other (Soft delete), or a key with a null "
            + "value, by which compaction removes the row (Hard delete).",
        Allowed = [SoftDelete, HardDelete],
        Default = SoftDelete,
        IsUnsetInForm = true,
    };

    /// <summary>Which headers a record has.</summary>
    public static readonly ChoiceSetting Headers = new()
    {
        Name = "headers",
        Title = "Headers",
        Description = "Which headers a record has: none, Airbyte's metadata, or the attributes of CloudEvents in its binary mode.",
        Allowed = ["none", "airbyte", "cloudevents"],
        Default = "none",
        IsUnsetInForm = true,
    };

    /// <summary>Which time a record has.</summary>
    public static readonly ChoiceSetting RecordTimestamp = new()
    {
        Name = "record_timestamp",
        Title = "Record Timestamp",
        Description = "Which time a record has in Kafka: that of its writing (producer), or that at which the source emitted it "
            + "(emitted_at).",
        Allowed = ["producer", "emitted_at"],
        Default = "producer",
        IsUnsetInForm = true,
    };

    /// <summary>All of them, in the order of the spec.</summary>
    public static readonly IReadOnlyList<Setting> All =
        [ValueShape, PartitionKeyField, RecordKey, KeyFormat, CdcDeletionMode, Headers, RecordTimestamp];

    internal const string HardDelete = "Hard delete";

    private const string SoftDelete = "Soft delete";
}
