using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>
/// The members that an object has of its own, by their place. PowerShell's public way to them (<see cref="PSObject.Properties"/>) makes a
/// list of everything its type system knows of the object: per record that costs five to ten times as much as the JSON.
/// </summary>
/// <remarks>
/// Reads two members of <see cref="PSObject"/> that are not public. A PowerShell without them is served by the public way; a test holds
/// that both find the same.
/// </remarks>
internal static class InstanceMembers
{
    private const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? Collection = Compile(out Count!, out Item!);

    private static readonly Func<object, int> Count;
    private static readonly Func<object, int, PSMemberInfo> Item;

    /// <summary>Whether this PowerShell lets members be read by their place.</summary>
    internal static bool AreAtHand => Collection is not null;

    /// <summary>The members of an object, in order; for <see cref="CountOf"/> and <see cref="At"/>.</summary>
    internal static object Of(PSObject value) => Collection!(value);

    /// <summary>How many there are.</summary>
    internal static int CountOf(object members) => Count(members);

    /// <summary>One of them; <see langword="null"/> for one that is no property with a value to read.</summary>
    internal static PSPropertyInfo? At(object members, int index) =>
        Item(members, index) is PSPropertyInfo { IsGettable: true } property ? property : null;

    private static Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>? Compile(
        out Func<object, int>? count, out Func<object, int, PSMemberInfo>? item)
    {
        (count, item) = (null, null);
        var collection = typeof(PSObject).GetProperty("InstanceMembers", Any);
        var type = collection?.PropertyType;
        var counter = type?.GetProperty("Count", Any, null, typeof(int), [], null);
        var indexer = type?.GetProperty("Item", Any, null, null, [typeof(int)], null);
        if (collection is null || type is null || counter is null || indexer is null
            || !typeof(PSMemberInfoCollection<PSMemberInfo>).IsAssignableFrom(type)
            || !typeof(PSMemberInfo).IsAssignableFrom(indexer.PropertyType))
        {
            return null;
        }

        var members = Expression.Parameter(typeof(object));
        var index = Expression.Parameter(typeof(int));
        var owner = Expression.Parameter(typeof(PSObject));
        count = Expression.Lambda<Func<object, int>>(Expression.Property(Expression.Convert(members, type), counter), members).Compile();
        item = Expression.Lambda<Func<object, int, PSMemberInfo>>(
            Expression.Property(Expression.Convert(members, type), indexer, index), members, index).Compile();
        return Expression.Lambda<Func<PSObject, PSMemberInfoCollection<PSMemberInfo>>>(Expression.Property(owner, collection), owner)
            .Compile();
    }
}
