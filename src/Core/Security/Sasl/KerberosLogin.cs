namespace AirbyteKafka.Security.Sasl;

/// <summary>GSSAPI: Kerberos.</summary>
/// <param name="ServiceName">The name Kafka runs as, without host and realm.</param>
/// <param name="Principal">This client's principal, or <see langword="null"/> for the one in the ticket cache.</param>
/// <param name="KeyTab">The path of the key table to get tickets with, or <see langword="null"/> to use the ticket cache as it is.</param>
public sealed record KerberosLogin(string ServiceName, string? Principal, string? KeyTab) : SaslLogin(SaslMechanism.Gssapi)
{
    /// <inheritdoc/>
    public override string Identity => Principal ?? "the ticket cache";

    internal override void AddProperties(List<KeyValuePair<string, string>> properties)
    {
        properties.Add(new("sasl.kerberos.service.name", ServiceName));
        if (Principal is not null)
        {
            properties.Add(new("sasl.kerberos.principal", Principal));
        }

        if (KeyTab is not null)
        {
            properties.Add(new("sasl.kerberos.keytab", KeyTab));
        }
        else
        {
            // 0 keeps librdkafka from running kinit: the tickets are somebody else's care.
            properties.Add(new("sasl.kerberos.min.time.before.relogin", "0"));
        }
    }

    internal override void AddSecrets(SecretRedactor secrets)
    {
        // The key lies in the key table, not in the configuration.
    }
}
