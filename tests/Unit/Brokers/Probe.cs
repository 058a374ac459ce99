using AirbyteKafka.Tests.Brokers.Kafka;
using Confluent.Kafka;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>Tries to write one record through a client that is not the product's, and says how it went.</summary>
internal static class Probe
{
    private const string Delivered = "delivered";
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(15);

    /// <summary>Settings for a listener, without credentials; TLS trusts the cluster's authority.</summary>
    public static ProducerConfig Connect(KafkaCluster kafka, BrokerListener listener) => new()
    {
        BootstrapServers = kafka.GetBootstrapServers(listener),
        SecurityProtocol = listener switch
        {
            BrokerListener.Plaintext => SecurityProtocol.Plaintext,
            BrokerListener.SaslPlaintext => SecurityProtocol.SaslPlaintext,
            BrokerListener.SaslTls => SecurityProtocol.SaslSsl,
            _ => SecurityProtocol.Ssl,
        },
        SslCaPem = listener is BrokerListener.Plaintext or BrokerListener.SaslPlaintext ? null : kafka.Certificates.Authority,
        MessageTimeoutMs = (int)TimeLimit.TotalMilliseconds,
    };

    /// <summary>The same with the credentials of a user.</summary>
    public static ProducerConfig Connect(KafkaCluster kafka, BrokerListener listener, SaslMechanism mechanism, string user, string password)
    {
        ProducerConfig config = Connect(kafka, listener);
        config.SaslMechanism = mechanism;
        if (mechanism == SaslMechanism.OAuthBearer)
        {
            config.EnableSaslOauthbearerUnsecureJwt = true;
            config.SaslOauthbearerConfig = $"principal={user}";
        }
        else
        {
            config.SaslUsername = user;
            config.SaslPassword = password;
        }
        return config;
    }

    /// <summary>"delivered", or the code of the first error that waiting does not help against.</summary>
    public static async Task<string> WriteAsync(ProducerConfig config, string topic, byte[] value, CancellationToken cancellation)
    {
        var refused = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        using IProducer<byte[]?, byte[]> producer = new ProducerBuilder<byte[]?, byte[]>(config)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, error) =>
            {
                // TLS 1.3 has a client believe it is connected before the broker has seen its certificate: the refusal comes as a lost
                // connection.
                if (error.Code is ErrorCode.Local_Ssl or ErrorCode.Local_Authentication || error.Reason.Contains("SSL alert",
                    StringComparison.Ordinal))
                {
                    refused.TrySetResult(error.Code.ToString());
                }
            })
            .Build();
        Task<string> delivery = DeliverAsync(producer, topic, value, cancellation);
        return await await Task.WhenAny(delivery, refused.Task).WaitAsync(TimeLimit, cancellation);
    }

    private static async Task<string> DeliverAsync(IProducer<byte[]?, byte[]> producer, string topic, byte[] value,
        CancellationToken cancellation)
    {
        try
        {
            await producer.ProduceAsync(topic, new() { Value = value }, cancellation);
            return Delivered;
        }
        catch (ProduceException<byte[]?, byte[]> exception)
        {
            return exception.Error.Code.ToString();
        }
    }
}
