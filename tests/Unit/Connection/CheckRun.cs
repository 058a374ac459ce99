using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Check;
using AirbyteKafka.Settings;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Configurations to check, and checks of them.</summary>
internal static class CheckRun
{
    /// <summary>Long enough for a busy machine; a check that knows its answer ends far sooner.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(40);

    /// <summary>What a check may take that has nothing to wait for.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    /// <summary>What the end of a check may take after its time limit, on a busy machine.</summary>
    public static readonly TimeSpan Slack = TimeSpan.FromSeconds(4);

    /// <summary>A configuration of broker and protocol; the members of <paramref name="more"/> come on top.</summary>
    public static JsonObject Config(string bootstrapServers, JsonObject? protocol = null, params (string Name, JsonNode? Value)[] more)
    {
        var config = new JsonObject { ["bootstrap_servers"] = bootstrapServers, ["topic_pattern"] = "{namespace}_{stream}" };
        if (protocol is not null)
        {
            config["protocol"] = protocol;
        }

        foreach (var (name, value) in more)
        {
            config[name] = value;
        }

        return config;
    }

    /// <summary>The protocol object for a listener of the tests' Kafka, which trusts its authority; without a login.</summary>
    public static JsonObject ProtocolOf(KafkaCluster kafka, BrokerListener listener, params (string Name, JsonNode? Value)[] more) =>
        ProtocolOf(kafka.Certificates.Authority, listener, more);

    /// <summary>The protocol object for a listener of a broker whose certificate this authority signed; without a login.</summary>
    public static JsonObject ProtocolOf(string authority, BrokerListener listener, params (string Name, JsonNode? Value)[] more)
    {
        var protocol = new JsonObject
        {
            ["security_protocol"] = listener switch
            {
                BrokerListener.Plaintext => "PLAINTEXT",
                BrokerListener.SaslPlaintext => "SASL_PLAINTEXT",
                BrokerListener.SaslTls => "SASL_SSL",
                _ => "SSL",
            },
        };
        if (listener is not (BrokerListener.Plaintext or BrokerListener.SaslPlaintext))
        {
            protocol["ssl_truststore_certificates"] = authority;
        }

        foreach (var (name, value) in more)
        {
            protocol[name] = value;
        }

        return protocol;
    }

    /// <summary>The members of a protocol object that log a user in.</summary>
    public static (string Name, JsonNode? Value)[] Login(string mechanism, string user, string password) =>
    [
        ("sasl_mechanism", mechanism),
        ("sasl_jaas_config", mechanism switch
        {
            "PLAIN" => $"org.apache.kafka.common.security.plain.PlainLoginModule required username=\"{user}\" password=\"{password}\";",
            "OAUTHBEARER" => $"org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required "
                + $"unsecuredLoginStringClaim_sub=\"{user}\";",
            "GSSAPI" => $"com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true keyTab=\"/nowhere/{user}.keytab\" "
                + $"principal=\"{user}\" serviceName=\"kafka\";",
            _ => $"org.apache.kafka.common.security.scram.ScramLoginModule required username=\"{user}\" password=\"{password}\";",
        }),
    ];

    /// <summary>A catalog of streams without a namespace.</summary>
    public static ConfiguredCatalog Catalog(params string[] streams) => ConfiguredCatalog.Parse(
        Encoding.UTF8.GetBytes(new JsonObject
        {
            ["streams"] = new JsonArray([.. streams.Select(name => new JsonObject
            {
                ["stream"] = new JsonObject { ["name"] = name },
                ["sync_mode"] = "full_refresh",
                ["destination_sync_mode"] = "append",
            })]),
        }.ToJsonString()),
        "-Catalog");

    public static DestinationConfig Parse(JsonObject config) =>
        DestinationConfig.Parse(Encoding.UTF8.GetBytes(config.ToJsonString()), "-Config");

    /// <summary>Checks. Without a time limit of its own a check has nothing to wait for, and has to be over soon.</summary>
    public static async Task<CheckResult> RunAsync(
        JsonObject config, ConfiguredCatalog? catalog = null, TimeSpan? timeout = null, ICheckObserver? observer = null, bool debug = false)
    {
        var check = await DestinationCheck.RunAsync(Parse(config), catalog, timeout ?? Timeout, observer, debug,
            TestContext.Current.CancellationToken);
        Assert.InRange(check.Duration, TimeSpan.Zero, timeout + Slack ?? Soon);
        return check;
    }

    /// <summary>Checks and gives the kind of failure and the message; the check has to be over soon.</summary>
    public static async Task<(string? Failure, string Message)> OutcomeAsync(JsonObject config, ConfiguredCatalog? catalog = null) =>
        Outcome(await RunAsync(config, catalog));

    public static (string? Failure, string Message) Outcome(CheckResult check) => (check.FailureKind?.Id, check.Message);

    /// <summary>Outcome and detail of one step.</summary>
    public static (StepOutcome Outcome, string Detail) Step(CheckResult check, string name) =>
        check.Steps.Single(step => step.Name == name) is var step ? (step.Outcome, step.Detail) : default;

    /// <summary>Keeps everything a check says while it runs.</summary>
    public sealed class Transcript : ICheckObserver
    {
        private readonly List<string> _lines = [];

        /// <summary>Steps and logs, a line each.</summary>
        public string Text
        {
            get
            {
                lock (_lines)
                {
                    return string.Join('\n', _lines);
                }
            }
        }

        public void OnStep(StepResult checkStep) => Add(checkStep.ToString());

        public void OnLog(LogLevel level, string message) => Add($"{level} {message}");

        private void Add(string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
            }
        }
    }
}
