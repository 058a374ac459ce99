using AirbyteKafka.Security.Sasl;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka;

/// <summary>Gives clients of Confluent's library the tokens that they ask for.</summary>
internal static class TokenHandler
{
    /// <summary>Lets a client for administration ask.</summary>
    internal static AdminClientBuilder With(this AdminClientBuilder builder, ITokenSource? tokens) =>
        tokens is null ? builder : builder.SetOAuthBearerTokenRefreshHandler((client, _) => Refresh(client, tokens));

    /// <summary>Lets a consumer ask.</summary>
    internal static ConsumerBuilder<TKey, TValue> With<TKey, TValue>(this ConsumerBuilder<TKey, TValue> builder, ITokenSource? tokens) =>
        tokens is null ? builder : builder.SetOAuthBearerTokenRefreshHandler((client, _) => Refresh(client, tokens));

    private static void Refresh(IClient client, ITokenSource tokens)
    {
        var token = tokens.Issue(DateTimeOffset.UtcNow);
        try
        {
            client.OAuthBearerSetToken(token.Value, token.RenewalMilliseconds, token.Principal, new Dictionary<string, string>(token.Extensions));
        }
        catch (KafkaException refused)
        {
            // The client reports it as an error and asks again.
            client.OAuthBearerSetTokenFailure(refused.Error.Reason);
        }
    }
}
