using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Completes the values of settings that are one of a list.</summary>
internal sealed class SettingCompleter : IArgumentCompleter
{
    /// <summary>A value as it is typed: in quotes where it has blanks.</summary>
    internal static string Quote(string value) => value.Contains(' ', StringComparison.Ordinal) ? $"'{value}'" : value;

    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (!SettingParameters.All.TryGetValue(parameterName, out var property))
        {
            return [];
        }

        var begun = wordToComplete.Trim('\'', '"');
        return SettingParameters.Values(property)
            .Where(value => value.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(value => new CompletionResult(Quote(value), value, CompletionResultType.ParameterValue, property.Description));
    }
}
