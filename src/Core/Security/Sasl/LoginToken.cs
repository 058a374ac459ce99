namespace AirbyteKafka.Security.Sasl;

/// <summary>What an OAUTHBEARER client logs in with until it ends.</summary>
/// <param name="Value">The token itself, which may be a secret.</param>
/// <param name="Issued">When its time begins.</param>
/// <param name="Expires">When brokers take it no longer.</param>
/// <param name="Principal">Whom it names.</param>
/// <param name="Extensions">SASL extensions for the broker.</param>
internal sealed record LoginToken(
    string Value, DateTimeOffset Issued, DateTimeOffset Expires, string Principal, IReadOnlyList<KeyValuePair<string, string>> Extensions)
{
    /// <summary>What Kafka's client is told as its end, in milliseconds since 1970.</summary>
    /// <remarks>
    /// The client asks for another token at 80 % of the time that it was told, or up to a second later, and logs in again when 90 % of a
    /// session is
    /// over. A session lasts no longer than its token, and brokers refuse two logins within a second. With half of the time it never logs
    /// in with a
    /// token that is nearly over.
    /// </remarks>
    internal long RenewalMilliseconds => (Issued + ((Expires - Issued) / 2)).ToUnixTimeMilliseconds();

    /// <summary>The principal and the end; not the token.</summary>
    public override string ToString() => $"token of '{Principal}' until {Expires:O}";
}
