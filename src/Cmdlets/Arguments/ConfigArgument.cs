using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What a <c>-Config</c> parameter takes.</summary>
internal static class ConfigArgument
{
    /// <summary>Reads a configuration, for a command that has its own way to report what is wrong with it.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="value">A path, JSON text, a dictionary or an object.</param>
    /// <param name="credential">Takes the place of the user and password in it.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/> or <see cref="ErrorKind.ConfigInvalid"/>: no configuration at all.
    /// </exception>
    internal static ConfigParseResult Parse(PSCmdlet cmdlet, object value, PSCredential? credential = null)
    {
        var json = JsonArgument.Read(cmdlet, "Config", value, ErrorKind.ConfigInvalid);
        return ProducerProperties.Verify(DestinationConfig.TryParse(json.Utf8, json.Source, CredentialArgument.Read(credential)));
    }

    /// <summary>Reads a configuration; ends the command, with an error record for each problem, where it cannot be used.</summary>
    /// <inheritdoc cref="Parse"/>
    internal static DestinationConfig Read(PSCmdlet cmdlet, object value, PSCredential? credential = null) =>
        ConfigErrors.GetConfigOrStop(cmdlet, Parse(cmdlet, value, credential));
}
