using System.Reflection;
using System.Text.RegularExpressions;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;
using Xunit;
using static AirbyteKafka.Tests.Settings.ConfigJson;

namespace AirbyteKafka.Tests.Settings;

/// <summary>What <c>producer_properties</c> takes and refuses, beside the native client and its own list of properties.</summary>
public sealed partial class ProducerPropertyTests
{
    // Every property takes one of these beside its default.
    private static readonly string[] Values =
        ["true", "false", "1", "2", "100", "2000", "100000", "none", "all", "x", "gzip", "v4", "file", "latest", "consumer", "ES256",
            "azure_imds", "oidc", "ssl", "rebootstrap", "read_uncommitted", "lifo", "urn:ietf:params:oauth:grant-type:jwt-bearer"];

    [Theory]
    [InlineData("acks", "set acks")]
    [InlineData("request.required.acks", "set acks")]
    [InlineData("bootstrap.servers", "set bootstrap_servers")]
    [InlineData("metadata.broker.list", "set bootstrap_servers")]
    [InlineData("message.send.max.retries", "set retries")]
    [InlineData("compression.codec", "set compression_type")]
    [InlineData("max.in.flight", "set max_in_flight_requests_per_connection")]
    [InlineData("message.timeout.ms", "set delivery_timeout_ms")]
    [InlineData("max.block.ms", "set max_block_ms")]
    [InlineData("buffer.memory", "set buffer_memory")]
    [InlineData("message.max.bytes", "set max_request_size")]
    [InlineData("socket.timeout.ms", "set request_timeout_ms")]
    [InlineData("security.protocol", "set protocol.security_protocol")]
    [InlineData("sasl.mechanisms", "set protocol.sasl_mechanism")]
    [InlineData("sasl.password", "set protocol.sasl_jaas_config")]
    [InlineData("sasl.jaas.config", "set protocol.sasl_jaas_config")]
    [InlineData("sasl.oauthbearer.client.credentials.client.secret", "set protocol.sasl_jaas_config")]
    [InlineData("ssl.key.password", "set protocol.ssl_keystore_password")]
    [InlineData("ssl.endpoint.identification.algorithm", "set protocol.ssl_endpoint_identification_algorithm")]
    [InlineData("queue.buffering.max.ms", "set linger_ms")]
    public void What_has_a_setting_is_refused_by_all_of_its_names(string name, string refusal) =>
        Assert.Equal(refusal, ProducerPropertyRules.FindRefusal(name));

    [Theory]
    [InlineData("test.mock.num.brokers")]
    [InlineData("transactional.id")]
    [InlineData("transaction.timeout.ms")]
    [InlineData("queuing.strategy")]
    [InlineData("debug")]
    [InlineData("log_level")]
    [InlineData("https.ca.location")]
    [InlineData("enable.ssl.certificate.verification")]
    [InlineData("delivery.report.only.error")]
    [InlineData("dr_cb")]
    [InlineData("dr_msg_cb")]
    [InlineData("background_event_cb")]
    [InlineData("opaque")]
    [InlineData("interceptors")]
    [InlineData("log.queue")]
    [InlineData("enable.gapless.guarantee")]
    [InlineData("queue.buffering.backpressure.threshold")]
    [InlineData("queue.buffering.max.messages")]
    [InlineData("partitioner")]
    [InlineData("partitioner_cb")]
    [InlineData("plugin.library.paths")]
    [InlineData("ssl.engine.location")]
    [InlineData("ssl.engine.id")]
    [InlineData("ssl.providers")]
    [InlineData("sasl.kerberos.kinit.cmd")]
    [InlineData("sasl.oauthbearer.assertion.private.key.file")]
    [InlineData("sasl.oauthbearer.assertion.jwt.template.file")]
    [InlineData("sasl.oauthbearer.assertion.file")]
    [InlineData("ssl.ca.location")]
    [InlineData("ssl.key.location")]
    [InlineData("ssl.certificate.location")]
    [InlineData("ssl.crl.location")]
    [InlineData("ssl.keystore.location")]
    [InlineData("ssl.keystore.password")]
    public void What_states_memory_or_the_machine_rely_on_is_refused(string name)
    {
        var problem = Assert.Single(TryParse(With($"\"producer_properties\": \"{name}=1\"")).Problems);
        Assert.Equal(
            (ConfigIssueId.NotAllowed, true),
            (problem.Id, problem.Message.StartsWith($"producer_properties, line 1: {name} cannot be set here: ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("client.rack=eu-west-1a")]
    [InlineData("metadata.max.age.ms=180000")]
    [InlineData("connections.max.idle.ms=180000")]
    [InlineData("topic.metadata.refresh.interval.ms=1000")]
    [InlineData("compression.level=5")]
    [InlineData("allow.auto.create.topics=true")]
    [InlineData("socket.nagle.disable=false")]
    [InlineData("broker.address.family=v4")]
    [InlineData("sasl.oauthbearer.metadata.authentication.type=azure_imds\\nsasl.oauthbearer.config=query=resource=a&client_id=b")]
    [InlineData("statistics.interval.ms=1000")]
    public void What_has_no_setting_goes_to_the_client_behind_all_others(string lines)
    {
        var config = Parse(With($"\"producer_properties\": \"{lines}\""));
        var properties = ProducerProperties.Complete(config, config.ToLibrdkafkaProperties()).ToList();
        Assert.Equal(
            lines.Split("\\n"), properties[^config.ProducerProperties.Count..].Select(property => $"{property.Key}={property.Value}"));
    }

    [Fact]
    public void What_is_set_for_all_can_be_set_otherwise()
    {
        var config = Parse(With("\"producer_properties\": \"reconnect.backoff.max.ms=5000\""));
        Assert.Equal(
            ["5000"],
            ProducerProperties.Complete(config, config.ToLibrdkafkaProperties())
                .Where(property => property.Key == "reconnect.backoff.max.ms").Select(property => property.Value));
    }

    [Theory]
    [InlineData("client.rak=a", "line 1: the Kafka client has no property client.rak; did you mean client.rack? "
        + "It says: No such configuration property: \"client.rak\".")]
    [InlineData("kein.name.von.irgendwas=a", "line 1: the Kafka client has no such property. Its name is a text of 23 characters (not "
        + "shown: it may be a secret).")]
    [InlineData("metadata.max.age.ms=hunter2", "line 1: the Kafka client does not take the value of metadata.max.age.ms. "
        + "It says: Invalid value for configuration property \"metadata.max.age.ms\".")]
    [InlineData("broker.address.family=hunter2", "line 1: the Kafka client does not take the value of broker.address.family. "
        + "It says: Invalid value \"…\" for configuration property \"broker.address.family\".")]
    [InlineData("metadata.max.age.ms=86400001", "line 1: the Kafka client does not take the value of metadata.max.age.ms. It says: "
        + "Configuration property \"metadata.max.age.ms\" value 86400001 is outside allowed range 1..86400000.")]
    [InlineData("statistics.interval.ms=4294967396", "line 1: the number is too large for the Kafka client's statistics.interval.ms.")]
    public void What_the_client_does_not_take_is_said_in_its_words(string line, string said) => Assert.Equal(
        [$"producer_properties, {said}"],
        ProducerProperties.Verify(TryParse(With($"\"producer_properties\": \"{line}\""))).Problems.Select(problem => problem.Message));

    [Fact]
    public void Values_of_names_that_sound_secret_are_secrets()
    {
        var config = Parse(With("\"producer_properties\": \"sasl.oauthbearer.assertion.private.key.passphrase=hunter2\\nclient.rack=r1\""));
        Assert.Equal("*** r1", config.Redact("hunter2 r1"));
    }

    [Fact]
    public void No_second_name_is_missing() => Assert.Empty(
        Documented().Where(property => property.Alias is not null)
            .Where(property => ProducerPropertyRules.FindRefusal(property.Name) is null
                != ProducerPropertyRules.FindRefusal(property.Alias!) is null)
            .Select(property => property.Name));

    [Fact]
    public void No_name_that_is_taken_sets_what_is_refused()
    {
        NativeLibraryLoader.EnsureLoaded();
        Assert.Empty(Documented().Select(property => property.Name).Distinct()
            .Where(name => ProducerPropertyRules.FindRefusal(name) is null)
            .SelectMany(name => SetBy(name).Where(set => ProducerPropertyRules.FindRefusal(set) is not null).Select(set => $"{name}: {set}")));
    }

    /// <summary>The properties that setting a name changes, by librdkafka's first names of them.</summary>
    private static List<string> SetBy(string name)
    {
        foreach (var value in Values)
        {
            using var conf = new NativeConf();
            var before = conf.Read();
            if (conf.Set(name, value) is null)
            {
                var changed = conf.Read().Where(property => before.GetValueOrDefault(property.Key) != property.Value)
                    .Select(property => property.Key).ToList();
                if (changed.Count > 0)
                {
                    return changed;
                }
            }
        }

        return [];
    }

    /// <summary>The properties that librdkafka's own page lists, each with the first name of what is only a second one.</summary>
    private static IEnumerable<(string Name, string? Alias)> Documented()
    {
        var packages = typeof(ProducerPropertyTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(
            attribute => attribute.Key == "PackageRoot").Value!;
        var page = Path.Combine(packages, "librdkafka.redist", Confluent.Kafka.Library.VersionString, "CONFIGURATION.md");
        var rows = File.ReadLines(page).Select(line => Row().Match(line)).Where(row => row.Success).ToList();
        Assert.InRange(rows.Count, 150, 1000);
        return rows.Select(row => (row.Groups["name"].Value, row.Groups["alias"] is { Success: true } alias ? alias.Value : null));
    }

    [GeneratedRegex(@"^(?<name>[a-z][a-z0-9._]+) +\| +[CP*] +\|(.*\bAlias for `(?<alias>[^`]+)`)?", RegexOptions.CultureInvariant)]
    private static partial Regex Row();
}
