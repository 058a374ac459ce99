namespace AirbyteKafka.Settings;

/// <summary>The values of the top-level settings, each of its setting's type. Immutable.</summary>
internal sealed class SettingValues
{
    private readonly Dictionary<string, object?> _values;

    private SettingValues(Dictionary<string, object?> values) => _values = values;

    /// <summary>Reads all settings; the default counts where one is absent or wrong.</summary>
    public static SettingValues Read(ConfigReader root) =>
        new(DestinationSettings.All.ToDictionary(setting => setting.Path, setting => setting.ReadValue(root), StringComparer.Ordinal));

    /// <summary>The value of a setting.</summary>
    public T Get<T>(Setting<T> setting) => (T)_values[setting.Path]!;

    /// <summary>The values of some settings; all others have their defaults.</summary>
    public SettingValues Only(IEnumerable<Setting> settings)
    {
        var values = Defaults();
        foreach (var setting in settings)
        {
            values[setting.Path] = _values[setting.Path];
        }

        return new(values);
    }

    /// <summary>These values with another one for a setting.</summary>
    public SettingValues With<T>(Setting<T> setting, T value) => new(new(_values, StringComparer.Ordinal) { [setting.Path] = value });

    private static Dictionary<string, object?> Defaults() => Read(new ConfigReader([], ConfigDocument.Empty, new ConfigIssues()))._values;
}
