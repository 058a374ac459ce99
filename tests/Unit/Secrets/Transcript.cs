using System.Management.Automation;
using System.Text;
using AirbyteKafka.Tests.Cmdlets;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>
/// Everything that comes out of commands in a session: objects with all their properties, errors with their exceptions, every stream.
/// </summary>
internal static class Transcript
{
    // An outcome's parts and their properties; any deeper, an exception in it leads to all of .NET's reflection.
    private const int Depth = 3;

    internal static string Of(ModuleSession session, string script, params IReadOnlyList<object?> arguments)
    {
        using var shell = session.Create(script, arguments);
        using var output = new PSDataCollection<PSObject>();
        ErrorRecord? terminating = null;
        try
        {
            shell.Invoke<PSObject, PSObject>(null, output, null);
        }
        catch (RuntimeException failure)
        {
            terminating = failure.ErrorRecord;
        }

        var text = new StringBuilder();
        foreach (var item in output)
        {
            text.AppendLine(item?.ToString()).AppendLine(PSSerializer.Serialize(item, Depth));
        }

        foreach (var error in terminating is null ? shell.Streams.Error : shell.Streams.Error.Append(terminating))
        {
            text.AppendLine($"ERROR {error} {error.FullyQualifiedErrorId} {error.CategoryInfo} {error.ErrorDetails?.Message} "
                + $"{error.ErrorDetails?.RecommendedAction}")
                .AppendLine(error.Exception.ToString())
                .AppendLine(PSSerializer.Serialize(error.TargetObject, Depth));
        }

        text.AppendJoin('\n', shell.Streams.Warning.Select(line => $"WARNING {line.Message}")).AppendLine()
            .AppendJoin('\n', shell.Streams.Verbose.Select(line => $"VERBOSE {line.Message}")).AppendLine()
            .AppendJoin('\n', shell.Streams.Debug.Select(line => $"DEBUG {line.Message}")).AppendLine()
            .AppendJoin('\n', shell.Streams.Information.Select(line => $"INFORMATION {line}")).AppendLine()
            .AppendJoin('\n', shell.Streams.Progress.Select(line => $"PROGRESS {line.Activity} {line.StatusDescription} "
                + $"{line.CurrentOperation}"));
        return text.ToString();
    }
}
