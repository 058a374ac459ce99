using System.Management.Automation;
using AirbyteKafka.Configuration;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What a <c>-Config</c> parameter takes.</summary>
internal static class ConfigArgument
{
    /// <summary>Reads the configuration.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="value">A path, JSON text, a dictionary or an object.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/> or <see cref="ErrorKind.ConfigInvalid"/>.</exception>
    internal static DestinationConfig Read(PSCmdlet cmdlet, object value)
    {
        var json = JsonArgument.Read(cmdlet, "Config", value, ErrorKind.ConfigInvalid);
        return DestinationConfig.Parse(json.Utf8, json.Source);
    }
}
