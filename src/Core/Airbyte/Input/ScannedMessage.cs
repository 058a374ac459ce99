namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Where the parts of one message lie in its line. Text parts are JSON string contents without quotes, escapes untouched.
/// </summary>
internal readonly record struct ScannedMessage
{
    /// <summary>What kind of message it is.</summary>
    public required MessageType Type { get; init; }

    /// <summary>The value of <c>type</c> as it stands in the line.</summary>
    public ByteSlice TypeName { get; init; }

    /// <summary><c>record.stream</c>.</summary>
    public ByteSlice Stream { get; init; }

    /// <summary><c>record.namespace</c>; absent also where it is <c>null</c>.</summary>
    public ByteSlice Namespace { get; init; }

    /// <summary><c>record.emitted_at</c>: milliseconds since 1970.</summary>
    public ByteSlice EmittedAt { get; init; }

    /// <summary>
    /// Whether <see cref="EmittedAt"/> is an integer as Java writes it; if not, <see cref="Airbyte.Input.EmittedAt"/> makes one of it.
    /// </summary>
    public bool IsEmittedAtPlain { get; init; }

    /// <summary>Whether the line may hold bytes that are not UTF-8; if not, it surely is.</summary>
    public bool MayBeInvalidText { get; init; }

    /// <summary><c>record.data</c>: the whole JSON value.</summary>
    public ByteSlice Data { get; init; }

    /// <summary><c>record.meta</c>: the whole JSON value; of several the last.</summary>
    public ByteSlice Meta { get; init; }

    /// <summary><c>state</c>: the whole JSON object.</summary>
    public ByteSlice State { get; init; }

    /// <summary>The message alone, without blanks and stray characters behind it.</summary>
    public ByteSlice Message { get; init; }

    /// <summary>Whether closing braces too many followed the message.</summary>
    public bool HasStrayBraces { get; init; }
}
