using System.Globalization;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Check;

/// <summary>What is known of services that speak Kafka's protocol and do not say their limits by it.</summary>
internal static class CloudLimits
{
    // Microsoft's documentation of Event Hubs for Kafka clients: above it, the service closes the connection.
    private const int EventHubsRequest = 1_046_528;
    private const string EventHubsDomain = ".servicebus.windows.net";

    /// <summary>Warnings about settings that a write would fail with, by the hosts of <c>bootstrap_servers</c>.</summary>
    internal static IEnumerable<string> FindConflicts(DestinationConfig config)
    {
        if (!config.Brokers.Any(broker => broker.Host.TrimEnd('.').EndsWith(EventHubsDomain, StringComparison.OrdinalIgnoreCase)))
        {
            yield break;
        }

        if (config.MaxRequestSize > EventHubsRequest)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"Azure Event Hubs closes a connection that sends more than {EventHubsRequest} bytes at once, and max_request_size is "
                + $"{config.MaxRequestSize}. Set it to 1000000.");
        }

        if (config.CompressionType is not ("none" or "gzip"))
        {
            yield return $"Azure Event Hubs takes no compression_type but none and gzip, and not {config.CompressionType}.";
        }

        if (config.Topics.Properties.Count > 0)
        {
            yield return "Azure Event Hubs takes no settings of topics by Kafka's protocol: remove topic_config, and set them in Azure.";
        }
    }
}
