using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;

namespace AirbyteKafka.Write;

/// <summary>Speaks Airbyte's protocol about a write: states and logs become messages.</summary>
/// <param name="messages">Takes them.</param>
/// <param name="leastLevel">Logs of less weight are left out.</param>
public sealed class MessageObserver(AirbyteMessageWriter messages, LogLevel leastLevel) : IWriteObserver
{
    /// <inheritdoc/>
    public void OnState(StateAnswer state) => messages.WriteLine(state.Message);

    /// <inheritdoc/>
    public bool WaitForRoom(int bytes, TimeSpan limit, CancellationToken cancellationToken) =>
        messages.WaitForRoom(bytes, limit, cancellationToken);

    /// <inheritdoc/>
    public void OnLog(LogLevel level, string message)
    {
        if (level <= leastLevel)
        {
            messages.WriteLog(level, message);
        }
    }
}
