using System.Globalization;
using System.Text;
using AirbyteKafka.Read;

namespace AirbyteKafka;

/// <summary>A record as it lies in Kafka.</summary>
/// <remarks>Texts are made when they are asked for: most commands look at a part of a record, or at none.</remarks>
public sealed class ReceivedRecord
{
    // What .NET's own type for a time can hold: 0001-01-01 to 9999-12-31.
    private static readonly long FirstTime = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long LastTime = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly ConsumedRecord _record;
    private string? _key;
    private RecordHeaders? _headers;
    private object? _value;
    private bool _isRead;

    /// <summary>Makes a record whose value is a text.</summary>
    internal ReceivedRecord(ConsumedRecord record) => _record = record;

    /// <summary>Makes a record whose value has been read.</summary>
    internal ReceivedRecord(ConsumedRecord record, object? value)
        : this(record)
    {
        _value = value;
        _isRead = true;
    }

    /// <summary>Its topic.</summary>
    public string Topic => _record.Topic;

    /// <summary>Its partition, from 0.</summary>
    public int Partition => _record.Partition;

    /// <summary>Its place in the partition.</summary>
    public long Offset => _record.Offset;

    /// <summary>
    /// When it was made or, if the topic says so, when the broker took it; in UTC. <see langword="null"/> where it has none, or one before
    /// the year 1 or after 9999.
    /// </summary>
    public DateTimeOffset? Timestamp =>
        _record.Time is { } time && time >= FirstTime && time <= LastTime ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    /// <summary>Its key read as UTF-8, or <see langword="null"/>.</summary>
    public string? Key => _key ??= ToText(_record.Key);

    /// <summary>Its value in the format that was asked for; <see langword="null"/> for a tombstone, and for JSON's null.</summary>
    public object? Value
    {
        get
        {
            if (!_isRead)
            {
                _value = ToText(_record.Value);
                _isRead = true;
            }

            return _value;
        }
    }

    /// <summary>Its headers in order; possibly none.</summary>
    public RecordHeaders Headers => _headers ??= RecordHeaders.Of(_record.Headers);

    /// <summary>Its key's bytes, or <see langword="null"/>.</summary>
    public byte[]? KeyBytes => _record.Key;

    /// <summary>Its value's bytes; <see langword="null"/> for a tombstone.</summary>
    public byte[]? ValueBytes => _record.Value;

    /// <summary>Where it lies: <c>orders[0]@42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}[{Partition}]@{Offset}");

    private static string? ToText(byte[]? bytes) => bytes is null ? null : Encoding.UTF8.GetString(bytes);
}
