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
}
