namespace AirbyteKafka.Airbyte.Input;

/// <summary>What <see cref="MessageScanner"/> finds in a line, before it is known whether that makes a message.</summary>
internal struct MessageParts
{
    public MessageType Type;
    public ByteSlice TypeName;
    public ByteSlice Stream;
    public ByteSlice Namespace;
    public ByteSlice EmittedAt;
    public bool IsEmittedAtPlain;
    public ByteSlice Data;
    public ByteSlice Meta;
    public ByteSlice State;

    /// <summary>Whether <c>record</c> is an object.</summary>
    public bool HasRecord;

    /// <summary>Whether <c>record</c> or <c>state</c> is not <c>null</c>, or a property with a name like these.</summary>
    public bool HasPayload;

    /// <summary>The names that came more than once. Of two values of one name, one would be lost.</summary>
    public MessageNames Repeated;

    private MessageNames _seen;

    /// <summary>Notes that a name came.</summary>
    public void Count(MessageNames name)
    {
        Repeated |= _seen & name;
        _seen |= name;
    }
}
