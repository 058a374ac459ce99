using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// Error records of a configuration that cannot be used: one for each problem, and then the one that ends the command and knows them all.
/// </summary>
/// <remarks>The ids are <c>ConfigInvalid.</c> with the problem's own id, and <c>ConfigInvalid</c>.</remarks>
internal static class ConfigErrors
{
    /// <summary>The configuration; where there is none, the command ends here.</summary>
    internal static DestinationConfig GetConfigOrStop(PSCmdlet cmdlet, ConfigParseResult result)
    {
        if (result.Config is { } config)
        {
            return config;
        }

        var failure = ErrorRecords.From(new AirbyteKafkaException(ErrorKind.ConfigInvalid, result.ToString()), result.Problems);

        // Where the first error would end the command, it would keep the others from being seen.
        if (Preferences.Get(cmdlet, "ErrorAction", "ErrorActionPreference") != ActionPreference.Stop)
        {
            foreach (var problem in result.Problems)
            {
                cmdlet.WriteError(ErrorRecords.From(problem));
            }

            // Who catches the error finds all of it in the exception; who watches the screen has just read it.
            failure.ErrorDetails = new ErrorDetails(string.Create(
                CultureInfo.InvariantCulture,
                $"The configuration in {Printable.Of(result.Source, Printable.MaxPathLength)} cannot be used, for the "
                    + $"{(result.Problems.Count == 1 ? "reason" : $"{result.Problems.Count} reasons")} above."))
            {
                RecommendedAction = failure.ErrorDetails?.RecommendedAction,
            };
        }

        cmdlet.ThrowTerminatingError(failure);
        return result.GetConfigOrThrow();
    }
}
