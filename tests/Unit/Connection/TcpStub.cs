using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;

namespace AirbyteKafka.Tests.Connection;

/// <summary>A port of 127.0.0.1 behind which a test does as it likes. Every connection is served on its own.</summary>
public sealed class TcpStub : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _serving;

    /// <summary>Starts listening.</summary>
    /// <param name="serve">Serves a connection, which is closed when it returns.</param>
    public TcpStub(Func<NetworkStream, CancellationToken, Task> serve)
    {
        _listener.Start();
        _serving = ServeAsync(serve);
    }

    /// <summary>Takes connections and never says a word.</summary>
    public static TcpStub Silent() => new((_, stop) => Task.Delay(Timeout.Infinite, stop));

    /// <summary>Says the same to everybody who has said something, whatever that was.</summary>
    public static TcpStub Answering(ReadOnlyMemory<byte> answer) => new(async (connection, stop) =>
    {
        _ = await connection.ReadAsync(new byte[1024], stop);
        await connection.WriteAsync(answer, stop);
    });

    /// <summary>Where it listens.</summary>
    public string Address => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Completes when somebody has connected.</summary>
    public Task ConnectedAsync() => _connected.Task;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, CancellationToken, Task> serve)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeOneAsync(await _listener.AcceptSocketAsync(_stop.Token), serve));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeOneAsync(Socket socket, Func<NetworkStream, CancellationToken, Task> serve)
    {
        try
        {
            await using var connection = new NetworkStream(socket, ownsSocket: true);
            _connected.TrySetResult();
            await serve(connection, _stop.Token);
        }
        catch (Exception ended) when (ended is OperationCanceledException or IOException or AuthenticationException)
        {
            // The other side has had enough, or the test has.
        }
    }
}
