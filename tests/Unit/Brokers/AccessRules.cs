using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Tests.Brokers;

/// <summary>Access rules of a test's own, for brokers with <see cref="BrokerNeeds.AccessRules"/>.</summary>
internal static class AccessRules
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Allows a user some operations on one topic, the first that show it to him; the broker goes by them when this returns.
    /// </summary>
    internal static async Task AllowAsync(TestBroker kafka, TestUser user, string topic, params IEnumerable<AclOperation> operations)
    {
        using IAdminClient admin = kafka.BuildAdminClient();
        await admin.CreateAclsAsync(
            operations.Select(operation => new AclBinding
            {
                Pattern = new ResourcePattern
                {
                    Type = ResourceType.Topic,
                    Name = topic,
                    ResourcePatternType = ResourcePatternType.Literal
                },
                Entry = new AccessControlEntry
                {
                    Principal = $"User:{user.Name}",
                    Host = "*",
                    Operation = operation,
                    PermissionType = AclPermissionType.Allow,
                },
            }),
            new CreateAclsOptions { RequestTimeout = TimeLimit });

        // A broker answers before it goes by a new rule.
        using IAdminClient his = new AdminClientBuilder(new AdminClientConfig
        {
            BootstrapServers = kafka.GetBootstrapServers(BrokerListener.SaslPlaintext),
            SecurityProtocol = SecurityProtocol.SaslPlaintext,
            SaslMechanism = SaslMechanism.Plain,
            SaslUsername = user.Name,
            SaslPassword = user.Password,
        }).SetLogHandler(static (_, _) => { }).Build();
        using var timeLimit = new CancellationTokenSource(TimeLimit);
        while (await DescribeAsync(his, topic) == ErrorCode.TopicAuthorizationFailed)
        {
            timeLimit.Token.ThrowIfCancellationRequested();
        }
    }

    private static async Task<ErrorCode> DescribeAsync(IAdminClient admin, string topic)
    {
        try
        {
            DescribeTopicsResult described = await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames([topic]),
                new DescribeTopicsOptions { RequestTimeout = TimeLimit });
            return described.TopicDescriptions[0].Error.Code;
        }
        catch (DescribeTopicsException failed)
        {
            return failed.Results.TopicDescriptions[0].Error.Code;
        }
    }
}
