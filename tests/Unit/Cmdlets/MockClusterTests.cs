using System.Reflection;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class MockClusterTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    [Fact]
    public void Several_clusters_live_side_by_side_until_they_are_stopped()
    {
        var clusters = session.Run("Start-KafkaMockCluster; Start-KafkaMockCluster -BrokerCount 3").Values.Cast<KafkaMockCluster>()
            .ToList();

        Assert.Equal(
            [(1, 1), (3, 3), (4, 4)],
            [
                .. clusters.Select(cluster => (cluster.Brokers, cluster.BootstrapServers.Split(',').Length)),
                (clusters.Sum(cluster => cluster.Brokers),
                    clusters.SelectMany(cluster => cluster.BootstrapServers.Split(',')).Distinct().Count()),
            ]);
        Assert.All(clusters, cluster => Assert.True(Answers(cluster)));
        Assert.Empty(session.Run("param($clusters) $clusters | Stop-KafkaMockCluster; Stop-KafkaMockCluster $clusters[0]", [clusters])
            .Values);
        Assert.All(clusters, cluster => Assert.False(Answers(cluster)));
    }

    [Fact]
    public void WhatIf_stops_nothing()
    {
        var cluster = Assert.IsType<KafkaMockCluster>(Assert.Single(session.Run("Start-KafkaMockCluster").Values));

        _ = session.Run("param($cluster) $cluster | Stop-KafkaMockCluster -WhatIf", cluster).Values;

        Assert.True(Answers(cluster));
        _ = session.Run("param($cluster) Stop-KafkaMockCluster $cluster", cluster).Values;
    }

    [Fact]
    public void Nothing_to_stop_is_no_error() => Assert.Equal(
        ["went on"],
        session.Run("""
            $null | Stop-KafkaMockCluster
            Stop-KafkaMockCluster $null
            Stop-KafkaMockCluster -Cluster $nobody
            @() | Stop-KafkaMockCluster
            'went on'
            """).Values);

    [Fact]
    public void The_object_only_describes_the_cluster() => Assert.Equal(
        ["BootstrapServers", "Brokers", "Equals", "GetHashCode", "GetType", "ToString"],
        typeof(KafkaMockCluster).GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static)
            .Where(member => member is not MethodInfo { IsSpecialName: true }).Select(member => member.Name).Order(StringComparer.Ordinal));

    private static bool Answers(KafkaMockCluster cluster)
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
