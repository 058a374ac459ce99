using AirbyteKafka.Text;

namespace AirbyteKafka.Errors;

/// <summary>
/// The one exception this product throws on purpose. Its message is for the person who has to act: what is wrong, where, and what to do; it
/// never holds a secret.
/// </summary>
/// <param name="kind">Which failure this is.</param>
/// <param name="message">One or more plain sentences, without stack traces. Characters that cannot be seen are shown as escapes.</param>
/// <param name="innerException">What was underneath, if anything.</param>
public sealed class AirbyteKafkaException(ErrorKind kind, string message, Exception? innerException = null)
    : Exception(Printable.Message(message), innerException)
{
    /// <summary>Which failure this is: id, category and Airbyte's failure type.</summary>
    public ErrorKind Kind { get; } = kind;

    /// <summary>What a process that ends with this failure exits with: 1, or 128 plus the number of the signal that stopped it.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>The number of the input's line that it is about, from 1; <see langword="null"/> where it is about none.</summary>
    public long? Line { get; init; }

    /// <summary>The stream that it is about, with its namespace; <see langword="null"/> where it is about none.</summary>
    public string? Stream { get; init; }

    /// <summary>The topic that it is about; <see langword="null"/> where it is about none.</summary>
    public string? Topic { get; init; }

    /// <summary>The full path of the input that it is about; <see langword="null"/> where that is no file.</summary>
    public string? File { get; init; }

    /// <summary>The same path; otherwise what .NET gives.</summary>
    public override string? Source
    {
        get => File ?? base.Source;
        set => base.Source = value;
    }

    /// <summary>The same failure, of one record.</summary>
    internal AirbyteKafkaException About(long line, string stream, string topic) =>
        new(Kind, Message, InnerException) { ExitCode = ExitCode, Line = line, Stream = stream, Topic = topic };
}
