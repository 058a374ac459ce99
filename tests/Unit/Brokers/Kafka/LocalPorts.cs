using System.Net;
using System.Net.Sockets;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>Free ports of 127.0.0.1.</summary>
internal static class LocalPorts
{
    // Below the range that systems take outgoing connections' ports from (32768 on Linux, 49152 elsewhere), or a node that is down would lose its port.
    private const int First = 15_000;
    private const int Last = 32_000;

    /// <summary>Picks ports that nobody listens on at this moment, all different.</summary>
    public static IReadOnlyList<int> Pick(int count)
    {
        var held = new List<Socket>();
        try
        {
            while (held.Count < count)
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                held.Add(socket);
                try
                {
                    socket.Bind(new IPEndPoint(IPAddress.Loopback, Random.Shared.Next(First, Last)));
                }
                catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
                {
                    held.Remove(socket);
                    socket.Dispose();
                }
            }
            return [.. held.Select(socket => ((IPEndPoint)socket.LocalEndPoint!).Port)];
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }
}
