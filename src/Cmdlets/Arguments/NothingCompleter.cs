using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Completes nothing, where PowerShell by itself would offer the names of files.</summary>
internal sealed class NothingCompleter : IArgumentCompleter
{
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) => [];
}
