using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd;

/// <summary>A command line of <c>--name value</c>.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _values = [];

    /// <summary>Takes it apart.</summary>
    /// <exception cref="ArgumentException">It has another form.</exception>
    internal Arguments(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i += 2)
        {
            if (!words[i].StartsWith("--", StringComparison.Ordinal) || i + 1 == words.Count)
            {
                throw new ArgumentException($"'{words[i]}' is not an option with a value.");
            }

            _values[words[i][2..]] = words[i + 1];
        }
    }

    /// <summary>A text, or <see langword="null"/>.</summary>
    internal string? Text(string name) => _values.Remove(name, out var value) ? value : null;

    /// <summary>A text that has to be there.</summary>
    internal string Required(string name) => Text(name) ?? throw new ArgumentException($"--{name} is missing.");

    /// <summary>A whole number.</summary>
    internal long Number(string name, long fallback, long minimum, long maximum)
    {
        var text = Text(name);
        if (text is null)
        {
            return fallback;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= minimum && value <= maximum
            ? value
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"--{name} must be a number from {minimum} to "
                + $"{maximum}, not '{text}'."));
    }

    /// <summary>Some of the names there are, separated by commas; all of them if the option is not there.</summary>
    internal IReadOnlyList<string> Names(string name, IReadOnlyList<string> all)
    {
        var asked = Text(name)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (asked?.Except(all).FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"--{name} has no '{unknown}'; there are {string.Join(", ", all)}.");
        }

        return asked is null ? all : [.. all.Where(asked.Contains)];
    }

    /// <summary>Refuses options that nobody asked for.</summary>
    internal void ThrowIfLeft()
    {
        if (_values.Keys.FirstOrDefault() is { } unknown)
        {
            throw new ArgumentException($"There is no option --{unknown}.");
        }
    }
}
