using System.Runtime.InteropServices;

namespace AirbyteKafka.Kafka.Native;

/// <summary>One event from a client's queue. What it points to is gone when it is disposed of.</summary>
internal readonly unsafe ref struct NativeEvent
{
    private const int NotPersisted = 0;

    private readonly nint _event;

    internal NativeEvent(nint @event) => _event = @event;

    /// <summary>What happened; <see cref="EventTypes.None"/> when nothing did.</summary>
    internal EventTypes Type => _event == 0 ? EventTypes.None : (EventTypes)NativeMethods.EventType(_event);

    /// <summary>Takes the next delivery reports out of the event.</summary>
    /// <param name="messages">Takes pointers to <see cref="NativeMessage"/>s, valid as long as the event.</param>
    /// <returns>How many there were; 0 at the end.</returns>
    internal int TakeMessages(Span<nint> messages)
    {
        fixed (nint* first = messages)
        {
            return (int)NativeMethods.EventMessageArray(_event, (NativeMessage**)first, (nuint)messages.Length);
        }
    }

    /// <summary>Whether a record that failed cannot be in Kafka: it was never sent, or a broker refused it.</summary>
    /// <param name="message">From <see cref="TakeMessages"/>.</param>
    internal static bool IsSurelyNotPersisted(NativeMessage* message) => NativeMethods.MessageStatus(message) == NotPersisted;

    /// <summary>The error of an <see cref="EventTypes.Error"/> event, and the client's sentence about it.</summary>
    internal (KafkaError Error, string Reason) ReadError() =>
        (new KafkaError(NativeMethods.EventError(_event)), Marshal.PtrToStringUTF8(NativeMethods.EventErrorString(_event)) ?? "");

    /// <summary>The line of an <see cref="EventTypes.Log"/> event, with its syslog level (0 to 7) and what it is about.</summary>
    internal (int Level, string Facility, string Message) ReadLog() =>
        NativeMethods.EventLog(_event, out var facility, out var text, out var level) != 0
            ? (7, "", "")
            : (level, Marshal.PtrToStringUTF8(facility) ?? "", Marshal.PtrToStringUTF8(text) ?? "");

    /// <summary>The JSON of an <see cref="EventTypes.Statistics"/> event.</summary>
    internal string ReadStatistics() => Marshal.PtrToStringUTF8(NativeMethods.EventStatistics(_event)) ?? "";

    /// <summary>Frees the event.</summary>
    internal void Dispose()
    {
        if (_event != 0)
        {
            NativeMethods.EventDestroy(_event);
        }
    }
}
