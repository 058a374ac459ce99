namespace AirbyteKafka.Topics;

/// <summary>Kafka's own rules for the name of a topic.</summary>
internal static class TopicName
{
    /// <summary>The longest name a broker takes, in characters.</summary>
    public const int MaxLength = 249;

    /// <summary>Says why a broker would refuse a name.</summary>
    /// <param name="name">The topic's name.</param>
    /// <returns>A clause that follows "which", or <see langword="null"/> where the name is legal.</returns>
    public static string? FindFault(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name switch
        {
            "" => "is empty",
            "." or ".." => "Kafka does not allow",
            { Length: > MaxLength } => $"has {name.Length} characters, {name.Length - MaxLength} more than the {MaxLength} that Kafka "
                + $"allows",
            _ when !name.All(IsLegal) => "has characters other than ASCII letters, digits, '.', '_' and '-'",
            _ => null,
        };
    }

    /// <summary>
    /// What may exist once only: Kafka refuses a topic whose name differs from another's in nothing but '.' and '_', because names of
    /// metrics would be the same.
    /// </summary>
    internal static string Unify(string name) => name.Replace('.', '_');

    /// <summary>Whether a name can have the character.</summary>
    internal static bool IsLegal(char character) => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-';
}
