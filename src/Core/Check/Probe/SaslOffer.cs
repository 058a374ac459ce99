namespace AirbyteKafka.Check.Probe;

/// <summary>How a listener takes to a login by one mechanism.</summary>
/// <param name="WantsLogin">Whether it is a SASL listener at all.</param>
/// <param name="HasMechanism">Whether it takes that mechanism.</param>
/// <param name="Mechanisms">Those it has.</param>
internal sealed record SaslOffer(bool WantsLogin, bool HasMechanism, IReadOnlyList<string> Mechanisms)
{
    private const short UnsupportedMechanism = 33;
    private const short NotASaslListener = 34;
    private const int MostMechanisms = 100;

    /// <summary>
    /// Asks a broker, which takes this for the beginning of a login: nothing else can be said on that connection afterwards.
    /// </summary>
    /// <returns><see langword="null"/> where it does not answer.</returns>
    public static async Task<SaslOffer?> AskAsync(Stream connection, string mechanism, CancellationToken cancellation)
    {
        var reply = await KafkaWire.AskSaslHandshakeAsync(connection, mechanism, cancellation).ConfigureAwait(false);
        return reply.Kind == WireReplyKind.Answer ? Read(reply.Body.Span) : null;
    }

    private static SaslOffer? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new WireReader(body);
            var error = reader.ReadInt16();
            var mechanisms = new string[Math.Clamp(reader.ReadInt32(), 0, MostMechanisms)];
            for (var i = 0; i < mechanisms.Length; i++)
            {
                mechanisms[i] = reader.ReadText();
            }

            return new(error != NotASaslListener, error is not (NotASaslListener or UnsupportedMechanism), mechanisms);
        }
        catch (ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
