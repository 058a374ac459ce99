using AirbyteKafka.Protocol;

namespace AirbyteKafka.Delivery;

/// <summary>Speaks Airbyte's protocol about a write: states and logs become messages.</summary>
/// <param name="messages">Takes them.</param>
public sealed class MessageObserver(AirbyteMessageWriter messages) : IWriteObserver
{
    /// <inheritdoc/>
    public void OnState(DurableState state) => messages.WriteLine(state.Message);

    /// <inheritdoc/>
    public void OnLog(LogLevel level, string message) => messages.WriteLog(level, message);
}
