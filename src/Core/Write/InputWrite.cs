using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Write;

/// <summary>A whole write: an input from its first byte to its end, or to the first failure, or until it is stopped.</summary>
public static class InputWrite
{
    /// <summary>Writes all of an input.</summary>
    /// <param name="session">A session that has taken nothing yet.</param>
    /// <param name="input">Airbyte messages, one a line, as text or packed with gzip.</param>
    /// <param name="stop">Ends the reading at once; what is on its way is given a while to arrive.</param>
    /// <returns>What was done; its <see cref="WriteOutcome.Failure"/> says why it ended early.</returns>
    public static WriteOutcome Run(WriteSession session, Stream input, CancellationToken stop)
    {
        using var stopOrFailed = CancellationTokenSource.CreateLinkedTokenSource(stop, session.Failed);
        using var reader = InputReader.Start(input);
        try
        {
            WriteAll(session, reader, stopOrFailed.Token);
            return session.Complete(stop);
        }
        catch (OperationCanceledException)
        {
            return session.EndEarly(stop.IsCancellationRequested ? Interrupted() : null);
        }
        catch (IOException unreadable)
        {
            return session.EndEarly(new AirbyteKafkaException(
                ErrorKind.FileUnreadable, $"The input cannot be read any further: {unreadable.Message}", unreadable));
        }
        catch (AirbyteKafkaException failure)
        {
            return session.EndEarly(failure);
        }
    }

    private static void WriteAll(WriteSession session, InputReader reader, CancellationToken cancellationToken)
    {
        while (true)
        {
            while (reader.TryTake(out var bytes))
            {
                if (reader.IsGzip)
                {
                    session.HoldStates();
                }

                session.Write(bytes.Span, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
            }

            // Nothing more just now: what is held back for a larger batch goes out before the wait.
            session.Flush();
            if (!reader.Wait(cancellationToken))
            {
                return;
            }
        }
    }

    /// <summary>The failure of a write that was stopped from outside.</summary>
    public static AirbyteKafkaException Interrupted() => new(
        ErrorKind.Interrupted,
        "The write was stopped before the end of its input. States that were handed back are safe; run the sync again for the rest.");
}
