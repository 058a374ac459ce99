using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Internal;

namespace AirbyteKafka.Cmdlets.Json;

/// <summary>What lies under PowerShell's wrapping.</summary>
internal static class PowerShellObject
{
    /// <summary>
    /// The .NET object itself; a <c>[pscustomobject]</c>, which has none, stays a <see cref="PSObject"/>; PowerShell's own kinds of nothing
    /// become <see langword="null"/>.
    /// </summary>
    internal static object? Unwrap(object? value)
    {
        var inner = value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
        return inner is DBNull || inner == AutomationNull.Value ? null : inner;
    }

    /// <summary>Whether an unwrapped value has named parts, as a JSON object has.</summary>
    internal static bool IsRecord(object? unwrapped) => unwrapped is IDictionary or PSObject
        || unwrapped is not (null or string or ValueType or IEnumerable or Delegate or ScriptBlock);

    /// <summary>An unwrapped value's type in words, for a message.</summary>
    internal static string Describe(object? unwrapped) => unwrapped switch
    {
        null => "nothing",
        string => "a text",
        IEnumerable and not IDictionary => "a list",
        _ => $"a value of type {unwrapped.GetType()}",
    };
}
