using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace AirbyteKafka.Tests.Connection;

/// <summary>A port of 127.0.0.1 that refuses connections, and that nobody else can take meanwhile.</summary>
public sealed class UnusedPort : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

    // Bound, and never listening.
    public UnusedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Its address.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_socket.LocalEndPoint!).Port}");

    public void Dispose() => _socket.Dispose();
}
