using System.Collections;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Takes topics by their names, or as objects that have one: a property Topic, or Name.</summary>
/// <remarks>By itself PowerShell would make a text of an object before it looks at its properties.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TopicNamesAttribute : ArgumentTransformationAttribute
{
    private static readonly string[] Names = ["Topic", "Name"];

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellObject.Unwrap(inputData) is IEnumerable list and not (string or IDictionary)
            ? list.Cast<object?>().Select(NameOf).ToArray()
            : NameOf(inputData) is { } name ? new[] { name } : inputData;

    private static string? NameOf(object? item) => PowerShellObject.Unwrap(item) switch
    {
        null => null,
        string name => name,
        IDictionary named => FirstName(name => named.Contains(name) ? named[name] : null) ?? throw Refuse(item!),
        ValueType number => number.ToString(),
        _ => FirstName(name => PSObject.AsPSObject(item!).Properties[name]?.Value) ?? throw Refuse(item!),
    };

    private static string? FirstName(Func<string, object?> get) => Names.Select(get).FirstOrDefault(name => name is not null)?.ToString();

    private static ArgumentTransformationMetadataException Refuse(object item) => new(
        $"An object of type {PSObject.AsPSObject(item).TypeNames[0]} names no topic: it has neither a property Topic nor Name.");
}
