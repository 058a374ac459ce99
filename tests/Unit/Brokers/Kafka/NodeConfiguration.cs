using System.Globalization;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>Writes what one node is started with.</summary>
/// <param name="id">The node's id, from 1.</param>
/// <param name="ports">The ports of every node: those of the listeners in their order, then the controller's.</param>
/// <param name="options">The shape of the cluster.</param>
/// <param name="directory">Where its data go and where the key stores lie.</param>
internal sealed class NodeConfiguration(int id, IReadOnlyList<IReadOnlyList<int>> ports, KafkaOptions options, string directory)
{
    private static readonly BrokerListener[] Listeners = Enum.GetValues<BrokerListener>();

    /// <summary>How many ports a node takes.</summary>
    public static int PortsPerNode => Listeners.Length + 1;

    /// <summary>Where a listener answers.</summary>
    public static string Address(IReadOnlyList<int> portsOfNode, BrokerListener listener) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{portsOfNode[(int)listener]}");

    /// <summary>Writes the certificates that the configuration names, once for all nodes.</summary>
    public static void WriteKeyStores(string directory, TestCertificates certificates)
    {
        File.WriteAllText(Path.Combine(directory, "ca.pem"), certificates.Authority);
        File.WriteAllText(Path.Combine(directory, "server.pem"), certificates.Server);
        File.WriteAllText(Path.Combine(directory, "other-host.pem"), certificates.OtherHostServer);
        File.WriteAllText(Path.Combine(directory, "expired.pem"), certificates.ExpiredServer);
    }

    /// <summary>The text of the node's properties file.</summary>
    public string ToProperties()
    {
        Dictionary<string, string> properties = Basics();
        AddSecurity(properties);
        foreach ((string name, string value) in options.Properties)
        {
            properties[name] = value;
        }
        return string.Concat(properties.Select(property => $"{property.Key}={property.Value}\n"));
    }

    private Dictionary<string, string> Basics()
    {
        string nodes = options.Nodes.ToString(CultureInfo.InvariantCulture);
        string majority = (options.Nodes / 2 + 1).ToString(CultureInfo.InvariantCulture);
        IReadOnlyList<int> own = ports[id - 1];
        string addresses = string.Join(',', Listeners.Select(listener => $"{Name(listener)}://{Address(own, listener)}"));
        return new()
        {
            ["process.roles"] = "broker,controller",
            ["node.id"] = id.ToString(CultureInfo.InvariantCulture),
            ["controller.quorum.voters"] = string.Join(',',
                ports.Select((node, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1}@127.0.0.1:{node[^1]}"))),
            ["controller.listener.names"] = "CONTROLLER",
            ["listeners"] = string.Create(CultureInfo.InvariantCulture, $"{addresses},CONTROLLER://127.0.0.1:{own[^1]}"),
            ["advertised.listeners"] = addresses,
            ["listener.security.protocol.map"] = string.Join(',', Listeners.Select(listener => $"{Name(listener)}:{Protocol(listener)}"))
                + ",CONTROLLER:PLAINTEXT",
            ["inter.broker.listener.name"] = Name(BrokerListener.Plaintext),
            ["log.dirs"] = Path.Combine(directory, $"data{id}"),
            ["auto.create.topics.enable"] = options.CreatesTopics ? "true" : "false",
            ["num.partitions"] = "3",
            ["default.replication.factor"] = nodes,
            ["min.insync.replicas"] = majority,
            ["offsets.topic.replication.factor"] = nodes,
            ["offsets.topic.num.partitions"] = "1",
            ["transaction.state.log.replication.factor"] = nodes,
            ["transaction.state.log.min.isr"] = majority,
            ["transaction.state.log.num.partitions"] = "1",
            ["group.initial.rebalance.delay.ms"] = "0",

            // A node that was killed or paused is missed after 3 s, not 9: fault tests wait for it.
            ["broker.heartbeat.interval.ms"] = "500",
            ["broker.session.timeout.ms"] = "3000",
            ["num.network.threads"] = "2",
            ["num.io.threads"] = "4",
            ["log.cleaner.enable"] = "false",
        };
    }

    private void AddSecurity(Dictionary<string, string> properties)
    {
        properties["ssl.truststore.type"] = "PEM";
        properties["ssl.truststore.location"] = Path.Combine(directory, "ca.pem");
        properties["ssl.keystore.type"] = "PEM";
        properties["ssl.keystore.location"] = Path.Combine(directory, "server.pem");
        properties["ssl.client.auth"] = "requested";
        properties[OfListener(BrokerListener.MutualTls, "ssl.client.auth")] = "required";
        properties[OfListener(BrokerListener.OtherHostTls, "ssl.keystore.location")] = Path.Combine(directory, "other-host.pem");
        properties[OfListener(BrokerListener.ExpiredTls, "ssl.keystore.location")] = Path.Combine(directory, "expired.pem");
        properties["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER";
        properties["authorizer.class.name"] = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
        properties["super.users"] = $"User:ANONYMOUS;User:{TestUser.Admin.Name}";
        string users = string.Concat(TestUser.All.Select(user => $" user_{user.Name}=\"{user.Password}\""));
        foreach (BrokerListener listener in new[] { BrokerListener.SaslPlaintext, BrokerListener.SaslTls })
        {
            properties[OfListener(listener, "plain.sasl.jaas.config")] = $"org.apache.kafka.common.security.plain.PlainLoginModule "
                + $"required{users};";
            properties[OfListener(listener, "scram-sha-256.sasl.jaas.config")] =
                "org.apache.kafka.common.security.scram.ScramLoginModule required;";
            properties[OfListener(listener, "scram-sha-512.sasl.jaas.config")] =
                "org.apache.kafka.common.security.scram.ScramLoginModule required;";

            // Takes unsecured tokens: whatever a token claims is believed.
            properties[OfListener(listener, "oauthbearer.sasl.jaas.config")] =
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"admin\";";
        }
    }

    private static string OfListener(BrokerListener listener, string property) =>
        $"listener.name.{Name(listener).ToLowerInvariant()}.{property}";

    private static string Name(BrokerListener listener) => listener.ToString().ToUpperInvariant();

    private static string Protocol(BrokerListener listener) => listener switch
    {
        BrokerListener.Plaintext => "PLAINTEXT",
        BrokerListener.SaslPlaintext => "SASL_PLAINTEXT",
        BrokerListener.SaslTls => "SASL_SSL",
        _ => "SSL",
    };
}
