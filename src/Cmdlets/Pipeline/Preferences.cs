using System.Management.Automation;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What is to happen with errors and warnings: the common parameter, or else the caller's variable.</summary>
internal static class Preferences
{
    /// <summary>Reads a preference. For the pipeline's thread.</summary>
    /// <param name="cmdlet">Whose preference.</param>
    /// <param name="parameter">The common parameter's name.</param>
    /// <param name="variable">The variable's name.</param>
    /// <returns><see langword="null"/> where the variable holds none.</returns>
    internal static ActionPreference? Get(PSCmdlet cmdlet, string parameter, string variable) =>
        LanguagePrimitives.TryConvertTo<ActionPreference>(
            cmdlet.MyInvocation.BoundParameters.TryGetValue(parameter, out var given) ? given : cmdlet.GetVariableValue(variable),
                out var preference)
            ? preference
            : null;
}
