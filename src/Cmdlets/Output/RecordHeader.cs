using System.Text;
using AirbyteKafka.Read;

namespace AirbyteKafka;

/// <summary>A header of a record. Kafka allows several of the same name.</summary>
public sealed class RecordHeader
{
    internal RecordHeader(ConsumedHeader header)
    {
        Name = header.Name;
        ValueBytes = header.Value;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Its value read as UTF-8, or <see langword="null"/>.</summary>
    public string? Value => ValueBytes is null ? null : Encoding.UTF8.GetString(ValueBytes);

    /// <summary>Its value's bytes, or <see langword="null"/>.</summary>
    public byte[]? ValueBytes { get; }

    /// <summary>Name and value.</summary>
    public override string ToString() => $"{Name}={Value}";
}
