namespace AirbyteKafka.Formats.Schemas;

/// <summary>What Airbyte understands by a JSON schema: the type that a field's values are converted to.</summary>
internal abstract record AirbyteType
{
    private protected AirbyteType()
    {
    }

    /// <summary>The type of what says nothing of its type: every value has a text.</summary>
    internal static AirbyteType Text { get; } = new ScalarType(ScalarKind.String);
}

/// <summary>A type without parts.</summary>
/// <param name="Kind">Which.</param>
internal sealed record ScalarType(ScalarKind Kind) : AirbyteType;

/// <summary>An object whose properties are known.</summary>
/// <param name="Properties">At least one, in the order of the schema; each name once.</param>
internal sealed record ObjectType(IReadOnlyList<AirbyteProperty> Properties) : AirbyteType;

/// <summary>An array whose items have a type.</summary>
/// <param name="Items">The type of each item that is not null.</param>
internal sealed record ArrayType(AirbyteType Items) : AirbyteType;

/// <summary>A value of one of several types.</summary>
/// <param name="Options">The types in order; null is no option, because every value may be null.</param>
internal sealed record UnionType(IReadOnlyList<AirbyteType> Options) : AirbyteType;

/// <summary>A property of an <see cref="ObjectType"/>.</summary>
/// <param name="Name">The source's own name.</param>
/// <param name="Type">The type of its value.</param>
internal readonly record struct AirbyteProperty(string Name, AirbyteType Type);
