using System.Text;
using AirbyteKafka.Security.Sasl;

namespace AirbyteKafka.Check.Probe;

/// <summary>
/// Logs in by PLAIN, which takes one message: as Kafka's client will, to the same broker over the same kind of connection.
/// </summary>
internal static class PlainLogin
{
    /// <summary>Logs in on a connection on which the mechanism has been agreed on.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="login">User and password.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether the broker says that it worked; <see langword="false"/> also where its answer cannot be read.</returns>
    public static async Task<bool> TryAsync(Stream connection, PasswordLogin login, CancellationToken cancellation)
    {
        var message = Encoding.UTF8.GetBytes($"\0{login.User}\0{login.Password}");
        var reply = await KafkaWire.AskSaslAuthenticateAsync(connection, message, cancellation).ConfigureAwait(false);
        return reply is { Kind: WireReplyKind.Answer, Body: { Length: >= sizeof(short), Span: [0, 0, ..] } };
    }
}
