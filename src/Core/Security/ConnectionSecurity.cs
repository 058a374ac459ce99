using AirbyteKafka.Security.Sasl;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Security;

/// <summary>How the connection to the brokers is encrypted and authenticated: the <c>protocol</c> object, understood.</summary>
/// <param name="Protocol">The security protocol.</param>
/// <param name="Login">Who logs in; only where the protocol uses SASL.</param>
/// <param name="Tls">How TLS is spoken; only where the protocol uses TLS.</param>
public sealed record ConnectionSecurity(SecurityProtocol Protocol, SaslLogin? Login, TlsSettings? Tls)
{
    /// <summary>Protocol, mechanism and identity, as in <c>SASL_SSL, SCRAM-SHA-512 as 'airbyte'</c>; no secret.</summary>
    public override string ToString() => Login is null ? Protocol.ToKafkaName() : $"{Protocol.ToKafkaName()}, {Login}";

    internal void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new("security.protocol", Protocol.ToKafkaName()));
        if (Login is not null)
        {
            properties.Add(new("sasl.mechanism", Login.Mechanism));
            Login.AddProperties(properties);
        }

        Tls?.AddProperties(properties);
    }

    /// <summary>
    /// The settings whose text follows from what was understood, by their paths: names as Kafka spells them, a credential in its JAAS text.
    /// </summary>
    internal Dictionary<string, string> ToSettings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [ProtocolSettings.SecurityProtocol.Path] = Protocol.ToKafkaName(),
        };
        if (Login is not null)
        {
            settings.Add(ProtocolSettings.SaslMechanism.Path, Login.Mechanism);
            if (Login.ToJaas() is { } jaas)
            {
                settings.Add(ProtocolSettings.SaslJaasConfig.Path, jaas.ToJaasText());
            }
        }

        if (Tls is { VerifyHostName: false })
        {
            settings.Add(ProtocolSettings.EndpointIdentificationAlgorithm.Path, "");
        }

        return settings;
    }
}
