using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Topics;

/// <summary>
/// The configuration's <c>topic_pattern</c>: text in which <c>{namespace}</c> and <c>{stream}</c> stand for those of a stream.
/// </summary>
/// <param name="text">
/// The pattern. Variables are case-sensitive and may occur any number of times; every other text, also in braces, is literal.
/// </param>
/// <param name="naming">How a name is made of the text; as Airbyte's connector does where it is not said.</param>
public sealed class TopicPattern(string text, TopicNaming? naming = null)
{
    private const string Namespace = "{namespace}";
    private const string Stream = "{stream}";

    /// <summary>The pattern as it was given.</summary>
    public string Text { get; } = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>How names are made of it.</summary>
    public TopicNaming Naming { get; } = naming ?? TopicNaming.Airbyte;

    /// <summary>Whether streams can get different topics; without variables all share one.</summary>
    public bool HasVariables => Text.Contains(Namespace, StringComparison.Ordinal) || Text.Contains(Stream, StringComparison.Ordinal);

    /// <summary>The topic a stream's records go to.</summary>
    /// <param name="stream">The stream; a missing namespace counts as an empty one.</param>
    /// <returns>A name that Kafka takes.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: the result is no topic name that Kafka takes.
    /// </exception>
    public string Resolve(StreamDescriptor stream)
    {
        string topic = Apply(stream);
        return FindFault(stream, topic) is { } fault ? throw new AirbyteKafkaException(ErrorKind.ConfigInvalid, fault) : topic;
    }

    /// <summary>The pattern as it was given.</summary>
    public override string ToString() => Text;

    internal string Apply(StreamDescriptor stream) => Naming.Apply(Substitute(stream));

    internal string? FindFault(StreamDescriptor stream, string topic, string setting = "topic_pattern") =>
        TopicName.FindFault(topic) is { } fault
        ? $"Stream '{stream.Shown}': {setting} '{Printable.Of(Text)}' gives the topic name '{Printable.Of(topic)}', which {fault}. "
            + $"Change {setting} or the name of the stream."
        : null;

    /// <summary>The name before the transformation.</summary>
    /// <remarks>One pass, so that a name which itself looks like a variable stays what it is.</remarks>
    internal string Substitute(StreamDescriptor stream)
    {
        var result = new StringBuilder(Text.Length + stream.Name.Length);
        for (int i = 0; i < Text.Length;)
        {
            if (StartsWith(i, Namespace))
            {
                result.Append(stream.Namespace);
                i += Namespace.Length;
            }
            else if (StartsWith(i, Stream))
            {
                result.Append(stream.Name);
                i += Stream.Length;
            }
            else
            {
                result.Append(Text[i++]);
            }
        }
        return result.ToString();
    }

    private bool StartsWith(int index, string variable) => string.CompareOrdinal(Text, index, variable, 0, variable.Length) == 0;
}
