using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.Schemas;

namespace AirbyteKafka.Formats.Avro;

/// <summary>Makes the Avro schema of a stream from its JSON schema, as Airbyte's destinations do.</summary>
internal sealed class AvroSchemaBuilder
{
    /// <summary>The field of the data of a stream whose properties are not known.</summary>
    internal const string DataField = "_airbyte_data";

    private const string MetadataNamespace = "airbyte";
    private const string DefaultNamespace = "default";

    // What an array adds to the path by which the records in it are named.
    private const string Items = "items";

    private static readonly AvroScalar Text = new(AvroKind.Text, "string");
    private static readonly AvroScalar Long = new(AvroKind.Long, "long");

    private static readonly AvroRecord Change = new(
        "change", MetadataNamespace, [Required("field", Text), Required("change", Text), Required("reason", Text)]);

    private static readonly AvroRecord Meta = new(
        "meta",
        MetadataNamespace,
        [Required("sync_id", Long), Required("changes", new AvroArray(new AvroSlot([Change], IsNullable: false)))]);

    private static readonly AvroField[] Metadata =
    [
        Required("_airbyte_raw_id", new AvroScalar(AvroKind.Uuid, "string", "uuid")),
        Required("_airbyte_extracted_at", new AvroScalar(AvroKind.Milliseconds, "long", "timestamp-millis")),
        Required("_airbyte_generation_id", Long),
        Required("_airbyte_meta", Meta),
    ];

    private readonly AvroOptions _options;
    private readonly HashSet<string> _recordNames = new([Change.FullName, Meta.FullName], StringComparer.Ordinal);
    private readonly List<string> _renamed = [];

    private AvroSchemaBuilder(AvroOptions options) => _options = options;

    /// <summary>The schema of a stream.</summary>
    /// <param name="stream">Its namespace and name.</param>
    /// <param name="jsonSchema">Its JSON schema; any JSON value.</param>
    /// <param name="options">Where the user may choose.</param>
    internal static AvroSchema Build(StreamDescriptor stream, JsonElement jsonSchema, AvroOptions options)
    {
        var merger = new UnionMerger(options.NumbersAsText, options.UnionsAsText);
        var data = merger.Merge(JsonSchemaReader.Read(jsonSchema)) switch
        {
            ObjectType known => known,
            UnionType union => union.Options.OfType<ObjectType>().FirstOrDefault(),
            _ => null,
        };
        var builder = new AvroSchemaBuilder(options);
        return new AvroSchema(builder.BuildRoot(stream, data), data is null, builder._renamed, merger.Undecided);
    }

    private static AvroField Required(string name, AvroType type) => new(name, name, new AvroSlot([type], IsNullable: false));

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private AvroRecord BuildRoot(StreamDescriptor stream, ObjectType? data)
    {
        var root = stream.Namespace is null ? DefaultNamespace : AvroName.FoldNamespace(stream.Namespace);
        var name = AvroName.Fold(stream.Name);
        string[] path = [root, name];
        var unique = TakeRecordName(name, root);
        AvroField[] metadata = _options.WithMetadata ? Metadata : [];
        IReadOnlyList<AvroField> fields = data is null
            ? [new AvroField(DataField, DataField, new AvroSlot([new AvroScalar(AvroKind.ObjectJson, "string")]))]
            : BuildFields(data, path, "", [.. metadata.Select(field => field.Name)]);
        return new AvroRecord(unique, root, [.. metadata, .. fields], Original(unique, stream.Name));
    }

    private List<AvroField> BuildFields(ObjectType data, string[] path, string sourcePath, IEnumerable<string> taken)
    {
        var names = AvroName.Distinct(
            [.. data.Properties.Select(property => property.Name)], new HashSet<string>(taken, StringComparer.Ordinal));
        var fields = new List<AvroField>(data.Properties.Count);
        foreach (var (source, type) in data.Properties)
        {
            var name = names[source];
            var at = Join(sourcePath, source);
            if (name != AvroName.Fold(source))
            {
                _renamed.Add(at);
            }

            fields.Add(new AvroField(name, source, BuildSlot(type, [.. path, name], at)));
        }

        return fields;
    }

    private AvroSlot BuildSlot(AirbyteType type, string[] path, string sourcePath) => new(
        type is UnionType union
            ? [.. union.Options.Select(option => BuildType(option, path, sourcePath))]
            : [BuildType(type, path, sourcePath)]);

    private AvroType BuildType(AirbyteType type, string[] path, string sourcePath)
    {
        switch (type)
        {
            case ObjectType known:
                // From the inside out: the record of the property address of public.users is users.public.address.
                var space = string.Join('.', path[..^1].Reverse());
                return new AvroRecord(TakeRecordName(path[^1], space), space, BuildFields(known, path, sourcePath, []));
            case ArrayType array:
                return new AvroArray(BuildSlot(array.Items, [.. path, Items], sourcePath + "[]"));
            case ScalarType scalar:
                return Build(scalar.Kind);
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private AvroScalar Build(ScalarKind kind) => kind switch
    {
        ScalarKind.Boolean => new(AvroKind.Boolean, "boolean"),
        ScalarKind.Integer => Long,
        ScalarKind.Number => _options.NumbersAsText ? new(AvroKind.NumberText, "string") : new(AvroKind.Double, "double"),
        ScalarKind.Date => new(AvroKind.Date, "int", "date"),
        ScalarKind.TimeWithZone => Time(AvroKind.TimeWithZone),
        ScalarKind.Time => Time(AvroKind.Time),
        ScalarKind.TimestampWithZone => Timestamp(AvroKind.TimestampWithZone),
        ScalarKind.Timestamp => Timestamp(AvroKind.Timestamp),
        ScalarKind.AnyObject => new(AvroKind.ObjectJson, "string"),
        ScalarKind.AnyArray => new(AvroKind.ArrayJson, "string"),
        _ => Text,
    };

    private AvroScalar Time(AvroKind kind) => _options.TimesInMilliseconds
        ? new(kind, "int", "time-millis")
        : new(kind, "long", "time-micros");

    private AvroScalar Timestamp(AvroKind kind) =>
        new(kind, "long", _options.TimesInMilliseconds ? "timestamp-millis" : "timestamp-micros");

    private string TakeRecordName(string name, string space)
    {
        var prefix = space + ".";
        return AvroName.Take(prefix + name, _recordNames)[prefix.Length..];
    }

    /// <summary>The documentation of what has another name in the schema than in the source.</summary>
    internal static string? Original(string name, string source) => name == source ? null : "_airbyte_original_name:" + source;
}
