using System.Text.Json;
using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Brokers;
using Xunit;
using static AirbyteKafka.Tests.Connection.CheckRun;

namespace AirbyteKafka.Tests.Connection;

/// <summary>No secret comes out of a check, however much it says.</summary>
public sealed class SecretTests(BrokerPool brokers)
{
    [Theory]
    [InlineData("PLAIN", true)]
    [InlineData("PLAIN", false)]
    [InlineData("SCRAM-SHA-512", true)]
    [InlineData("SCRAM-SHA-512", false)]
    public async Task Not_even_when_the_client_says_all_it_does(string mechanism, bool right)
    {
        var kafka = await brokers.GetKafkaAsync(BrokerNeeds.None);
        var password = right ? TestUser.Writer.Password : "wrong-\"p&ss\\word";
        var jaas = password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
        JsonObject protocol = ProtocolOf(
            kafka,
            BrokerListener.SaslTls,
            [
                .. Login(mechanism, TestUser.Writer.Name, jaas),
                ("ssl_keystore_certificate_chain", kafka.Certificates.ClientCertificate),
                ("ssl_keystore_key", kafka.Certificates.EncryptedClientKey),
                ("ssl_keystore_password", TestCertificates.ClientKeyPassphrase),
            ]);
        var config = Config(kafka.GetBootstrapServers(BrokerListener.SaslTls), protocol, ("test_topic", TestBroker.UniqueTopic()));
        var transcript = new Transcript();

        var check = await RunAsync(config, observer: transcript, debug: true);

        var said = $"{transcript.Text}\n{check}\n{JsonSerializer.Serialize(check)}";
        Assert.Equal((right, true), (check.Succeeded, transcript.Text.Contains("Debug ", StringComparison.Ordinal)));
        Assert.Equal([], Parse(config).Secrets.Where(secret => said.Contains(secret, StringComparison.Ordinal)));
        Assert.Contains(password, Parse(config).Secrets);
    }

    [Fact]
    public async Task A_log_line_does_not_come_with_every_attempt_of_the_client()
    {
        // After the check itself it is asked the one question again and again, and does not answer any more.
        var asked = 0;
        await using var broker = new FakeBroker { Brokers = own => Interlocked.Increment(ref asked) == 1 ? [own] : null };
        var transcript = new Transcript();
        await RunAsync(Config(broker.Address), timeout: TimeSpan.FromSeconds(3), observer: transcript, debug: true);
        var lines = transcript.Text.Split('\n').Where(line => !line.EndsWith(" times so far)", StringComparison.Ordinal)).ToList();
        Assert.Equal(lines.Distinct(), lines);
    }
}
