using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Kafka;

/// <summary>Is told what a native client has to say, by the thread that polls.</summary>
internal interface IClientListener
{
    /// <summary>Records are settled.</summary>
    /// <param name="reports">Gives out their reports (<see cref="NativeEvent.TakeMessages"/>); gone after the call.</param>
    void OnReports(NativeEvent reports);

    /// <summary>Something went wrong that is no record's fault.</summary>
    /// <param name="error">What it is.</param>
    /// <param name="reason">The client's sentence about it.</param>
    void OnError(KafkaError error, string reason);

    /// <summary>The client logs a line.</summary>
    /// <param name="syslogLevel">0, emergency, to 7, debug.</param>
    /// <param name="facility">What it is about: <c>FAIL</c>, <c>CONNECT</c>.</param>
    /// <param name="line">The line.</param>
    void OnLogLine(int syslogLevel, string facility, string line);

    /// <summary>The client tells what it has done, where <c>statistics.interval.ms</c> asks for it.</summary>
    /// <param name="json">librdkafka's statistics.</param>
    void OnStatistics(string json)
    {
    }
}

/// <summary>
/// One turn of the event loop of native clients: takes the next event from a client, passes it on and frees it. A client's wish for a token
/// is answered here. The loop itself is its thread's: a write has several clients to poll and pauses between, a check has one.
/// </summary>
/// <param name="listener">Is told of reports, errors and log lines.</param>
internal sealed class ClientEvents(IClientListener listener)
{
    /// <summary>Waits for the next event of a client, and passes it on.</summary>
    /// <param name="client">The client.</param>
    /// <param name="timeout">The longest wait; <see cref="NativeProducer.Wake"/> ends it too.</param>
    /// <returns>Whether there was an event.</returns>
    internal bool TakeNext(NativeProducer client, TimeSpan timeout)
    {
        using var received = client.Poll(timeout);
        switch (received.Type)
        {
            case EventTypes.None:
                return false;
            case EventTypes.DeliveryReport:
                listener.OnReports(received);
                break;
            case EventTypes.Error:
                var (error, reason) = received.ReadError();
                listener.OnError(error, reason);
                break;
            case EventTypes.Log:
                var (level, facility, line) = received.ReadLog();
                listener.OnLogLine(level, facility, line);
                break;
            case EventTypes.Statistics:
                listener.OnStatistics(received.ReadStatistics());
                break;
            case EventTypes.TokenRefresh when client.Tokens is { } tokens:
                TokenRefresh.Answer(client, tokens);
                break;
        }

        return true;
    }
}
