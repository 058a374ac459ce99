using System.Reflection;
using AirbyteKafka.Cmdlets.Commands;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>
/// Which parameter of New-KafkaDestinationConfig stands for which setting: the one with the setting's name in PowerShell's spelling, or the
/// one that says so.
/// </summary>
internal static class SettingParameters
{
    private static readonly Dictionary<string, string> OwnNames = typeof(NewKafkaDestinationConfigCommand).GetProperties()
        .Where(parameter => parameter.IsDefined(typeof(ForSettingAttribute)))
        .ToDictionary(
            parameter => parameter.GetCustomAttribute<ForSettingAttribute>()!.Path,
            parameter => parameter.Name,
            StringComparer.Ordinal);

    /// <summary>All of them, in the order of the spec.</summary>
    internal static readonly IReadOnlyDictionary<string, Setting> All = DestinationSettings.All
        .Where(setting => setting is not ProtocolSetting)
        .Concat(ProtocolSettings.All)
        .ToDictionary(setting => OwnNames.GetValueOrDefault(setting.Path) ?? PascalCase(setting.Name), StringComparer.OrdinalIgnoreCase);

    /// <summary>The values that a setting can have, as they are written for the parameter; none where it can have any.</summary>
    /// <remarks>An empty text, which PowerShell's users leave out too easily, goes by its other name.</remarks>
    internal static IEnumerable<string> Values(Setting setting) => setting is not ChoiceSetting choice
        ? []
        : (choice.Allowed.Contains("") ? choice.Accepted : choice.Allowed).Where(value => value.Length > 0).Distinct();

    private static string PascalCase(string name) =>
        string.Concat(name.Split('_').Select(part => char.ToUpperInvariant(part[0]) + part[1..]));
}
