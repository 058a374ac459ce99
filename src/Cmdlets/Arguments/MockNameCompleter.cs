using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Completes the names of requests and errors; what was typed may stand anywhere in the name.</summary>
internal sealed class MockNameCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        var begun = wordToComplete.Trim('\'', '"');
        return (parameterName == "Request" ? MockNames.Requests : MockNames.Errors).All
            .Where(name => name.Contains(begun, StringComparison.OrdinalIgnoreCase))
            .OrderBy(name => !name.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionResult(name));
    }
}
