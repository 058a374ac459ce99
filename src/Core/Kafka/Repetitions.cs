namespace AirbyteKafka.Kafka;

/// <summary>
/// Counts what repeats itself, and says which times are worth telling: the first, the tenth, the hundredth, and so on. Not for several
/// threads at once.
/// </summary>
internal sealed class Repetitions
{
    // Beyond this many different things, nothing is a repetition worth remembering.
    private const int MaxKinds = 1000;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one more.</summary>
    /// <param name="kind">What repeats itself.</param>
    /// <param name="count">How often it has come so far, with this time.</param>
    /// <returns>Whether this time is worth telling.</returns>
    internal bool Count(string kind, out long count)
    {
        if (_counts.Count >= MaxKinds)
        {
            _counts.Clear();
        }

        count = _counts.GetValueOrDefault(kind) + 1;
        _counts[kind] = count;
        var power = count;
        while (power % 10 == 0)
        {
            power /= 10;
        }

        return power == 1;
    }
}
