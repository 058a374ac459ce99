namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Names the setting of a parameter that is not spelled as its setting.</summary>
/// <param name="path">The setting's path in the configuration.</param>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ForSettingAttribute(string path) : Attribute
{
    /// <summary>The setting's path in the configuration.</summary>
    public string Path { get; } = path;
}
