using AirbyteKafka.Security;

namespace AirbyteKafka.Settings;

/// <summary>One of the shapes the <c>protocol</c> object can have.</summary>
/// <param name="Title">Its title in Airbyte's form.</param>
/// <param name="Protocol">The security protocol it stands for.</param>
/// <param name="Settings">Its settings, in the order of the spec.</param>
public sealed record ProtocolVariant(string Title, SecurityProtocol Protocol, IReadOnlyList<Setting> Settings);
