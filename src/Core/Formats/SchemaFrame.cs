using System.Buffers.Binary;

namespace AirbyteKafka.Formats;

/// <summary>The bytes by which readers find the schema of a value: a zero and the schema's id in the registry.</summary>
internal static class SchemaFrame
{
    /// <summary>Bytes of it.</summary>
    internal const int Length = 1 + sizeof(int);

    /// <summary>Writes it.</summary>
    /// <param name="destination">Takes <see cref="Length"/> bytes.</param>
    /// <param name="schemaId">The id.</param>
    internal static void Write(Span<byte> destination, int schemaId)
    {
        destination[0] = 0;
        BinaryPrimitives.WriteInt32BigEndian(destination[1..], schemaId);
    }
}
