using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Airbyte.States;

namespace AirbyteKafka.Write;

/// <summary>
/// Is told what a write has to say while it runs. Calls come from several threads and outside of locks, but never two states at once; none
/// may block for long.
/// </summary>
public interface IWriteObserver
{
    /// <summary>A state has become safe: every record before it is in Kafka.</summary>
    /// <param name="state">The state to hand back.</param>
    void OnState(StateAnswer state);

    /// <summary>Something worth saying happened.</summary>
    /// <param name="level">How grave it is.</param>
    /// <param name="message">One plain sentence or line, free of secrets.</param>
    void OnLog(LogLevel level, string message);

    /// <summary>
    /// Waits until a state may come: what was told before has to be passed on first. Called by the writing thread, before it takes the
    /// state.
    /// </summary>
    /// <param name="bytes">The state's size.</param>
    /// <param name="limit">The longest wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether there is room.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    bool WaitForRoom(int bytes, TimeSpan limit, CancellationToken cancellationToken) => true;
}
