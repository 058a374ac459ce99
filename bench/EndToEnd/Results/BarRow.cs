using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>One bar.</summary>
/// <param name="Label">What stands beside it.</param>
/// <param name="Group">Bars of a group have one colour.</param>
/// <param name="Value">Its length.</param>
/// <param name="Values">What its length was calculated from.</param>
internal sealed record BarRow(string Label, string Group, double Value, double[] Values)
{
    /// <summary>Its length in figures.</summary>
    internal string Text => Value.ToString(Value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);
}
