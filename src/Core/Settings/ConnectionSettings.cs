namespace AirbyteKafka.Settings;

/// <summary>Which settings say how to reach a cluster, apart from what is written there: address, login, TLS, time limits.</summary>
public static class ConnectionSettings
{
    /// <summary>Those of the top level, in the order of the spec. The <c>protocol</c> object belongs to it as a whole.</summary>
    public static readonly IReadOnlyList<Setting> All =
    [
        DestinationSettings.BootstrapServers,
        DestinationSettings.Protocol,
        DestinationSettings.ClientDnsLookup,
        DestinationSettings.SocketConnectionSetupTimeoutMs,
        DestinationSettings.SocketConnectionSetupTimeoutMaxMs,
        DestinationSettings.MaxBlockMs,
        DestinationSettings.RequestTimeoutMs,
        DestinationSettings.DeliveryTimeoutMs,
    ];

    /// <summary>Those of some settings that belong to the connection.</summary>
    /// <param name="settings">Texts by path.</param>
    internal static IReadOnlyDictionary<string, string> In(IReadOnlyDictionary<string, string> settings) => settings
        .Where(setting => All.Concat(ProtocolSettings.All).Any(known => known.Path == setting.Key))
        .ToDictionary(StringComparer.Ordinal)
        .AsReadOnly();
}
