using System.Net;
using System.Net.Sockets;
using AirbyteKafka.Tests.Brokers.Kafka;
using Xunit;

namespace AirbyteKafka.Tests.Brokers;

public sealed class LocalPortsTests
{
    [Fact]
    public void A_port_is_given_once_and_not_while_somebody_listens_on_it()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        int taken = new LocalPorts().Pick(1)[0];
        listener.Bind(new IPEndPoint(IPAddress.Loopback, taken));
        listener.Listen();
        var ports = new LocalPorts(taken - 100, taken + 100);
        List<int> given = [.. Enumerable.Range(0, 10).SelectMany(_ => ports.Pick(15))];
        var none = Assert.Throws<InvalidOperationException>(() => ports.Pick(100));
        Assert.Equal(
            (150, false, $"No port from {taken - 100} to {taken + 100} is left."),
            (given.Distinct().Count(), given.Contains(taken), none.Message));
    }
}
