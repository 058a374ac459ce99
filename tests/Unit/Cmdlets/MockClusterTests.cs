using AirbyteKafka.Librdkafka;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class MockClusterTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Several_clusters_live_side_by_side_until_they_are_stopped()
    {
        var clusters = session.Run("Start-KafkaMockCluster; Start-KafkaMockCluster -BrokerCount 3").Values.Cast<MockCluster>().ToList();

        Assert.Equal(
            [(1, 1), (3, 3), (4, 4)],
            [
                .. clusters.Select(cluster => (cluster.Brokers, cluster.BootstrapServers.Split(',').Length)),
                (clusters.Sum(cluster => cluster.Brokers), clusters.SelectMany(cluster => cluster.BootstrapServers.Split(',')).Distinct().Count()),
            ]);
        Assert.All(clusters, cluster => Assert.True(Answers(cluster)));
        Assert.Empty(session.Run("param($clusters) $clusters | Stop-KafkaMockCluster; Stop-KafkaMockCluster $clusters[0]", [clusters]).Values);
        Assert.All(clusters, cluster => Assert.False(Answers(cluster)));
    }

    [Fact]
    public void WhatIf_stops_nothing()
    {
        using var cluster = Assert.IsType<MockCluster>(Assert.Single(session.Run("Start-KafkaMockCluster").Values));

        _ = session.Run("param($cluster) $cluster | Stop-KafkaMockCluster -WhatIf", cluster).Values;

        Assert.True(Answers(cluster));
    }

    private static bool Answers(MockCluster cluster)
    {
        var address = cluster.BootstrapServers.Split(',')[0].Split(':');
        using var client = new System.Net.Sockets.TcpClient();
        try
        {
            client.Connect(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture));
            return true;
        }
        catch (System.Net.Sockets.SocketException)
        {
            return false;
        }
    }
}
