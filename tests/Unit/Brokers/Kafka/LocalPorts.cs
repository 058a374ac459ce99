using System.Net;
using System.Net.Sockets;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>Free ports of 127.0.0.1, each given once: a node that is down keeps its own.</summary>
/// <param name="first">The lowest to give.</param>
/// <param name="last">
/// The highest to give: below the range that systems take outgoing connections' ports from (32768 on Linux, 49152 elsewhere), or a node
/// that is down would lose its port.
/// </param>
internal sealed class LocalPorts(int first = 15_000, int last = 32_000)
{
    private readonly Lock _lock = new();
    private readonly HashSet<int> _given = [];

    /// <summary>Picks ports that nobody listens on at this moment and that were never picked here before.</summary>
    public IReadOnlyList<int> Pick(int count)
    {
        var picked = new List<int>(count);
        lock (_lock)
        {
            while (picked.Count < count)
            {
                if (_given.Count > last - first)
                {
                    throw new InvalidOperationException($"No port from {first} to {last} is left.");
                }
                int port = Random.Shared.Next(first, last + 1);
                if (_given.Add(port) && IsFree(port))
                {
                    picked.Add(port);
                }
            }
        }
        return picked;
    }

    /// <summary>Picks a number such that the ports at all these distances from it are free and were never picked here before.</summary>
    public int PickBase(IReadOnlyList<int> distances)
    {
        lock (_lock)
        {
            while (true)
            {
                int candidate = Random.Shared.Next(first - distances.Min(), last + 1 - distances.Max());
                List<int> ports = [.. distances.Select(distance => candidate + distance)];
                if (!ports.Exists(_given.Contains) && ports.TrueForAll(IsFree))
                {
                    _given.UnionWith(ports);
                    return candidate;
                }
            }
        }
    }

    private static bool IsFree(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return false;
        }
    }
}
