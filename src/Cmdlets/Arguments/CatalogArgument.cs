using System.Management.Automation;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What a <c>-Catalog</c> parameter takes.</summary>
internal static class CatalogArgument
{
    /// <summary>Reads the configured catalog.</summary>
    /// <param name="cmdlet">Resolves paths by its session's current location.</param>
    /// <param name="value">A path, JSON text, a dictionary or an object.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/> or <see cref="ErrorKind.CatalogInvalid"/>.
    /// </exception>
    internal static ConfiguredCatalog Read(PSCmdlet cmdlet, object value)
    {
        var json = JsonArgument.Read(cmdlet, "Catalog", value, ErrorKind.CatalogInvalid);
        var catalog = ConfiguredCatalog.Parse(json.Utf8, json.Source);
        RunspaceState.Current.SawCatalog(catalog);
        return catalog;
    }
}
