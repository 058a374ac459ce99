namespace AirbyteKafka.Formats.Schemas;

/// <summary>Makes unions that Avro can hold: no type may come twice in one, and every text is the same type there.</summary>
/// <remarks>
/// As Airbyte's destinations do, nested unions become one, objects become one object with the properties of all, and such an object takes
/// in objects of which nothing is known. What Airbyte leaves to fail is settled here: arrays become one array, types that are texts in Avro
/// become one text, and where a value's token cannot tell which time type it is, or whether it is a time or an integer, the types become
/// text.
/// </remarks>
/// <param name="numbersAreText">Whether numbers are written as texts.</param>
/// <param name="unionsAreText">Whether a union of several types is a text.</param>
internal sealed class UnionMerger(bool numbersAreText, bool unionsAreText)
{
    private readonly List<string> _undecided = [];

    /// <summary>Paths of the unions of which a time type became text, because a value's token would not tell its type.</summary>
    internal IReadOnlyList<string> Undecided => _undecided;

    /// <summary>A type whose unions are merged, in depth.</summary>
    /// <param name="type">As a schema says.</param>
    /// <param name="path">The source's own names down to it, for <see cref="Undecided"/>.</param>
    internal AirbyteType Merge(AirbyteType type, string path = "") => type switch
    {
        ObjectType known => new ObjectType(
            [.. known.Properties.Select(property => property with { Type = Merge(property.Type, Join(path, property.Name)) })]),
        ArrayType array => new ArrayType(Merge(array.Items, path + "[]")),
        UnionType union => MergeOptions(union.Options, path),
        _ => type,
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private AirbyteType MergeOptions(IReadOnlyList<AirbyteType> options, string path)
    {
        var flat = options.SelectMany(Flatten).ToList();
        Unite<ObjectType>(flat, UniteObjects);
        Unite<ArrayType>(flat, arrays => new ArrayType(Either(arrays.Select(array => array.Items))));
        if (flat.OfType<ObjectType>().Any())
        {
            flat.RemoveAll(option => option is ScalarType { Kind: ScalarKind.AnyObject });
        }

        // Scalars are equal by kind; objects and arrays are single by now.
        flat = [.. flat.Distinct()];
        if (flat.Any(IsTime) && flat.Count(IsTimeOrInteger) > 1)
        {
            _undecided.Add(path);
            flat = [.. flat.Select(option => IsTimeOrInteger(option) ? AirbyteType.Text : option)];
        }

        UniteTexts(flat);
        return flat is [var only] ? Merge(only, path)
            : unionsAreText ? AirbyteType.Text
            : new UnionType([.. flat.Select(option => Merge(option, path))]);
    }

    private static IEnumerable<AirbyteType> Flatten(AirbyteType option) =>
        option is UnionType union ? union.Options.SelectMany(Flatten) : [option];

    // Puts one type in place of the first of several, and takes the others out.
    private static void Unite<T>(List<AirbyteType> options, Func<IReadOnlyList<T>, AirbyteType> unite)
        where T : AirbyteType
    {
        var several = options.OfType<T>().ToList();
        if (several.Count > 1)
        {
            options[options.IndexOf(several[0])] = unite(several);
            options.RemoveAll(option => option is T && several.Skip(1).Any(other => ReferenceEquals(other, option)));
        }
    }

    private static ObjectType UniteObjects(IReadOnlyList<ObjectType> objects) => new(
        [
            .. objects.SelectMany(known => known.Properties)
                .GroupBy(property => property.Name, StringComparer.Ordinal)
                .Select(same => new AirbyteProperty(same.Key, Either(same.Select(property => property.Type)))),
        ]);

    private static AirbyteType Either(IEnumerable<AirbyteType> types) => types.ToList() is [var only] ? only : new UnionType([.. types]);

    private void UniteTexts(List<AirbyteType> options)
    {
        var texts = options.Where(IsText).ToList();
        if (texts.Count > 1)
        {
            options[options.IndexOf(texts[0])] = texts.TrueForAll(IsJson) ? new ScalarType(ScalarKind.AnyObject) : AirbyteType.Text;
            var kept = false;
            options.RemoveAll(option => IsText(option) && (kept || !(kept = true)));
        }
    }

    private bool IsText(AirbyteType type) => IsJson(type) || type is ScalarType { Kind: ScalarKind.String }
        || (numbersAreText && type is ScalarType { Kind: ScalarKind.Number });

    private static bool IsJson(AirbyteType type) => type is ScalarType { Kind: ScalarKind.AnyObject or ScalarKind.AnyArray };

    private static bool IsTimeOrInteger(AirbyteType type) => IsTime(type) || type is ScalarType { Kind: ScalarKind.Integer };

    private static bool IsTime(AirbyteType type) => type is ScalarType
    {
        Kind: ScalarKind.Date or ScalarKind.Time or ScalarKind.TimeWithZone or ScalarKind.Timestamp or ScalarKind.TimestampWithZone,
    };
}
