namespace AirbyteKafka.Kafka.Native;

/// <summary>A header of a record that is handed over; name and value are copied then.</summary>
/// <param name="name">The name in UTF-8, not <see langword="null"/>; it may hold any byte.</param>
/// <param name="nameLength">Bytes of the name.</param>
/// <param name="value">The value; <see langword="null"/> for a header without one.</param>
/// <param name="valueLength">Bytes of the value.</param>
internal readonly unsafe struct NativeHeader(byte* name, int nameLength, byte* value, int valueLength)
{
    internal byte* Name => name;

    internal int NameLength => nameLength;

    internal byte* Value => value;

    internal int ValueLength => valueLength;
}
