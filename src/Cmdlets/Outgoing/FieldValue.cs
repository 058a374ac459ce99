using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>What a parameter says of each record: the same for all, or a script block that is asked about each.</summary>
/// <param name="parameter">The parameter's name, for messages.</param>
/// <param name="given">What it was given.</param>
internal sealed class FieldValue(string parameter, object given)
{
    private readonly object? _value = PowerShellObject.Unwrap(given);

    /// <summary>The parameter's name with its dash.</summary>
    internal string Parameter { get; } = "-" + parameter;

    /// <summary>What it says of an object; a script block sees it as <c>$_</c>. For the pipeline's thread.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.RecordInvalid"/>: the script block failed.</exception>
    internal object? For(object? item) => _value is ScriptBlock script ? Run(Parameter, script, item) : _value;

    /// <summary>Asks a script block about an object.</summary>
    /// <returns>What it gave: nothing, one object, or several as a list; bytes, which PowerShell hands out singly, as an array.</returns>
    internal static object? Run(string parameter, ScriptBlock script, object? item)
    {
        try
        {
            var output = script.InvokeWithContext(null, [new PSVariable("_", item)]);
            return output.Count switch
            {
                0 => null,
                1 when PowerShellObject.Unwrap(output[0]) is byte single => new[] { single },
                1 => output[0],
                _ when output.All(part => part?.BaseObject is byte) => output.Select(part => (byte)part.BaseObject).ToArray(),
                _ => output.ToArray(),
            };
        }
        catch (RuntimeException failure) when (failure is not PipelineStoppedException)
        {
            throw new AirbyteKafkaException(
                ErrorKind.RecordInvalid, $"The script block of {parameter} failed: {Printable.Message(failure.Message)}", failure);
        }
    }
}
