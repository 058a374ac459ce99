using System.Management.Automation;
using System.Reflection;
using System.Text.Json;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>The properties of a .NET type that PowerShell shows, with a way to each that does not ask PowerShell again.</summary>
internal sealed class TypeShape
{
    private readonly (JsonEncodedText Name, string Text, Func<object, object?> Get)[] _properties;

    private TypeShape((JsonEncodedText Name, string Text, Func<object, object?> Get)[] properties) => _properties = properties;

    /// <summary>The properties, in PowerShell's order.</summary>
    internal ReadOnlySpan<(JsonEncodedText Name, string Text, Func<object, object?> Get)> Properties => _properties;

    /// <summary>Finds the properties of an object's type; <see langword="null"/> where they differ from object to object.</summary>
    /// <param name="value">An unwrapped object.</param>
    internal static TypeShape? Of(object value)
    {
        var type = value.GetType();
        var properties = new List<(JsonEncodedText, string, Func<object, object?>)>();
        foreach (var property in PSObject.AsPSObject(value).Properties)
        {
            if (property.MemberType != PSMemberTypes.Property || !property.IsGettable)
            {
                continue;
            }

            if (FindGetter(type, property.Name) is not { } get)
            {
                return null;
            }

            properties.Add((JsonEncodedText.Encode(property.Name, PowerShellJson.Options.Encoder), property.Name, get));
        }

        return new TypeShape([.. properties]);
    }

    // A member that is hidden by another of its name, or differs only in case, is left to PowerShell.
    private static Func<object, object?>? FindGetter(Type type, string name)
    {
        var members = type.GetMember(name, MemberTypes.Property | MemberTypes.Field, BindingFlags.Instance | BindingFlags.Public);
        return members switch
        {
            [FieldInfo field] => field.GetValue,
            [PropertyInfo { GetMethod: { IsPublic: true } getter } property] when property.GetIndexParameters().Length == 0
                && !property.PropertyType.IsByRefLike && !property.PropertyType.IsByRef => Getter(getter),
            _ => null,
        };
    }

    private static Func<object, object?> Getter(MethodInfo getter)
    {
        var invoker = MethodInvoker.Create(getter);
        return value => invoker.Invoke(value);
    }
}
