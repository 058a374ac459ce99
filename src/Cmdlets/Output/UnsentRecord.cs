using System.Globalization;
using System.Text;
using AirbyteKafka.Send;

namespace AirbyteKafka;

/// <summary>A record that was not delivered: the target object of its error.</summary>
public sealed class UnsentRecord
{
    internal UnsentRecord(string topic, DeliveryReport report)
    {
        Topic = topic;
        Number = report.Number;
        Key = report.Key is null ? null : Encoding.UTF8.GetString(report.Key);
    }

    /// <summary>Its topic.</summary>
    public string Topic { get; }

    /// <summary>Which of the command's objects it was made of, from 1.</summary>
    public long Number { get; }

    /// <summary>Its key read as UTF-8, or <see langword="null"/>.</summary>
    public string? Key { get; }

    /// <summary>Topic and number: <c>orders, record 7</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Topic}, record {Number}");
}
