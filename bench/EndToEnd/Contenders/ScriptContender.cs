using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>A script in the shell that asks no broker.</summary>
internal sealed class ScriptContender(Shell shell, string script, params IReadOnlyList<string> arguments) : IContender
{
    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics(InputFile input, string prefix) => [];

    /// <inheritdoc/>
    public Invocation Invoke(WriteJob job) => shell.Run(script, arguments);

    /// <inheritdoc/>
    public long ExpectedRecords(InputFile input) => 0;

    /// <inheritdoc/>
    public long ExpectedStates(InputFile input) => 0;
}
