using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>
/// Completes topics, groups and streams from what the last commands of this runspace saw; no broker is asked while somebody types.
/// </summary>
internal sealed class SeenNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begun = wordToComplete.Trim('\'', '"');
        return Seen(parameterName, RunspaceState.Current)
            .Where(name => name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(Complete);
    }

    private static IReadOnlyCollection<string> Seen(string parameter, RunspaceState state) => parameter switch
    {
        "GroupId" => state.Groups,
        "Stream" => state.Streams,
        "Namespace" => state.Namespaces,
        _ => state.Topics,
    };

    private static CompletionResult Complete(string name)
    {
        var isWord = name.All(character => char.IsAsciiLetterOrDigit(character) || character is '.' or '_' or '-');
        var text = isWord ? name : $"'{CodeGeneration.EscapeSingleQuotedStringContent(name)}'";
        return new(text, name, CompletionResultType.ParameterValue, name);
    }
}
