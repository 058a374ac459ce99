using System.Globalization;
using System.Text;
using AirbyteKafka.Send;

namespace AirbyteKafka;

/// <summary>A record that Kafka acknowledged.</summary>
public sealed class SentRecord
{
    internal SentRecord(string topic, DeliveryReport report)
    {
        Topic = topic;
        Partition = report.Partition;
        Offset = report.Offset;
        Number = report.Number;
        Key = report.Key is null ? null : Encoding.UTF8.GetString(report.Key);
    }

    /// <summary>Its topic.</summary>
    public string Topic { get; }

    /// <summary>Its partition, from 0.</summary>
    public int Partition { get; }

    /// <summary>Its place in the partition; -1 where the brokers do not tell.</summary>
    public long Offset { get; }

    /// <summary>Which of the command's objects it was made of, from 1.</summary>
    public long Number { get; }

    /// <summary>Its key read as UTF-8, or <see langword="null"/>.</summary>
    public string? Key { get; }

    /// <summary>Where it lies: <c>orders[0]@42</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}[{Partition}]@{Offset}");
}
