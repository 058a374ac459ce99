using S = AirbyteKafka.Settings.RecordSettings;

namespace AirbyteKafka.Settings;

/// <summary>What the records of a destination look like, by its configuration. Immutable.</summary>
public sealed record RecordOptions
{
    internal RecordOptions(SettingValues values)
    {
        Value = values.Get(S.ValueShape) switch
        {
            "flattened" => ValueShape.Flattened,
            "data" => ValueShape.Data,
            _ => ValueShape.Envelope,
        };
        KeyFields = FieldPathsSetting.Split(values.Get(S.PartitionKeyField));
        Key = KeyFields.Count > 0 ? KeyKind.Fields : values.Get(S.RecordKey) switch
        {
            "primary_key" => KeyKind.PrimaryKey,
            "stream" => KeyKind.Stream,
            "none" => KeyKind.None,
            _ => KeyKind.Uuid,
        };
        IsKeyJson = values.Get(S.KeyFormat) == "json";
        DeletesRows = values.Get(S.CdcDeletionMode) == S.HardDelete;
        Headers = values.Get(S.Headers) switch
        {
            "airbyte" => HeaderKind.Airbyte,
            "cloudevents" => HeaderKind.CloudEvents,
            _ => HeaderKind.None,
        };
        HasEmittedTime = values.Get(S.RecordTimestamp) == "emitted_at";
    }

    private RecordOptions()
    {
    }

    /// <summary>What the Java connector writes, and what counts where nothing is set.</summary>
    internal static RecordOptions AsJava { get; } = new();

    /// <summary>What the value holds.</summary>
    public ValueShape Value { get; private init; }

    /// <summary>What the key is.</summary>
    public KeyKind Key { get; private init; }

    /// <summary>The fields of <see cref="KeyKind.Fields"/>, each as names from the outside in; empty for other kinds.</summary>
    public IReadOnlyList<IReadOnlyList<string>> KeyFields { get; private init; } = [];

    /// <summary>Whether keys are JSON; otherwise they are plain text.</summary>
    public bool IsKeyJson { get; private init; }

    /// <summary>Whether a deleted row becomes a key with a null value.</summary>
    public bool DeletesRows { get; private init; }

    /// <summary>Which headers records have.</summary>
    public HeaderKind Headers { get; private init; }

    /// <summary>Whether a record's time is its <c>emitted_at</c>; otherwise it is the time of writing.</summary>
    public bool HasEmittedTime { get; private init; }

    /// <summary>The name of <see cref="Value"/> in a configuration.</summary>
    public string ValueShapeName => Value switch
    {
        ValueShape.Flattened => "flattened",
        ValueShape.Data => "data",
        _ => "envelope",
    };

    /// <summary>The name of a key's format in a configuration.</summary>
    public string KeyFormatName => IsKeyJson ? "json" : "string";

    /// <summary>What the key of a stream's records is, in a word or by its fields.</summary>
    /// <param name="primaryKey">The stream's primary key; empty where it has none.</param>
    public string DescribeKey(IReadOnlyList<IReadOnlyList<string>> primaryKey) => Key switch
    {
        KeyKind.Fields => Paths(KeyFields),
        KeyKind.PrimaryKey when primaryKey.Count > 0 => Paths(primaryKey),
        KeyKind.Stream => "stream",
        KeyKind.None => "none",
        _ => "uuid",
    };

    /// <summary>Whether records are what the Java connector writes, to the byte.</summary>
    public bool IsAsJava =>
        Value == ValueShape.Envelope && Key == KeyKind.Uuid && !IsKeyJson && Headers == HeaderKind.None && !HasEmittedTime;

    /// <summary>The same values and keys, without headers and with the time of writing.</summary>
    internal RecordOptions WithoutHeaders => this with { Headers = HeaderKind.None, HasEmittedTime = false };

    /// <summary>Whether readers may rely on the order of the records of a key: it names something, and comes again.</summary>
    public bool IsKeyLasting => Key is KeyKind.Fields or KeyKind.PrimaryKey or KeyKind.Stream;

    /// <summary>Whether the key tells which row a record is about.</summary>
    public bool IsKeyOfRow => Key is KeyKind.Fields or KeyKind.PrimaryKey;

    private static string Paths(IReadOnlyList<IReadOnlyList<string>> paths) =>
        string.Join(',', paths.Select(static path => string.Join('.', path)));
}

/// <summary>What the value of a record holds.</summary>
public enum ValueShape
{
    /// <summary>The data in the Java connector's envelope.</summary>
    Envelope,

    /// <summary>Airbyte's metadata and then the fields of the data, in one object.</summary>
    Flattened,

    /// <summary>The data alone.</summary>
    Data,
}

/// <summary>What the key of a record is.</summary>
public enum KeyKind
{
    /// <summary>A random UUID.</summary>
    Uuid,

    /// <summary>Fields that the configuration names.</summary>
    Fields,

    /// <summary>The primary key of the stream.</summary>
    PrimaryKey,

    /// <summary>The name of the stream, with its namespace.</summary>
    Stream,

    /// <summary>Null.</summary>
    None,
}

/// <summary>Which headers a record has.</summary>
public enum HeaderKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>Airbyte's metadata.</summary>
    Airbyte,

    /// <summary>The attributes of a CloudEvent in binary mode.</summary>
    CloudEvents,
}
