using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Security.Sasl;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka;

/// <summary>
/// Gives clients the tokens that they ask for. A token that a client refuses is reported to it: it says so as an error and asks again.
/// </summary>
internal static class TokenRefresh
{
    /// <summary>Answers a native client.</summary>
    internal static void Answer(NativeProducer client, ITokenSource tokens)
    {
        if (client.SetToken(tokens.Issue(DateTimeOffset.UtcNow)) is { } refusal)
        {
            client.SetTokenFailure(refusal);
        }
    }

    /// <summary>Answers a client of Confluent's library.</summary>
    internal static void Answer(IClient client, ITokenSource tokens)
    {
        var token = tokens.Issue(DateTimeOffset.UtcNow);
        try
        {
            client.OAuthBearerSetToken(
                token.Value, token.RenewalMilliseconds, token.Principal, new Dictionary<string, string>(token.Extensions));
        }
        catch (KafkaException refused)
        {
            client.OAuthBearerSetTokenFailure(refused.Error.Reason);
        }
    }
}
