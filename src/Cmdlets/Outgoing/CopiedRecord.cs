using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Read;
using AirbyteKafka.Send;

namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>A record that was received and is sent again, to the byte.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; <see langword="null"/> for a tombstone.</param>
/// <param name="Headers">Its headers.</param>
/// <param name="Timestamp">Its time in milliseconds since 1970 UTC, if it has one.</param>
internal sealed record CopiedRecord(byte[]? Key, byte[]? Value, OutgoingHeader[] Headers, long? Timestamp)
{
    private const string Copy = "Deserialized.AirbyteKafka.ReceivedRecord";

    /// <summary>Reads an object from the pipeline, if it is a received record, or the copy of one that a job or a file gives.</summary>
    /// <param name="item">The object.</param>
    /// <param name="takesValue">Whether its value counts; otherwise the caller has another.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.RecordInvalid"/>: parts of it are missing, or its value was changed on the way.
    /// </exception>
    internal static CopiedRecord? TryRead(object? item, bool takesValue)
    {
        if (item is not PSObject wrapped)
        {
            return item is ReceivedRecord bare ? Read(PSObject.AsPSObject(bare), takesValue) : null;
        }

        return wrapped.BaseObject is ReceivedRecord || (wrapped.BaseObject is PSCustomObject && wrapped.TypeNames is [Copy, ..])
            ? Read(wrapped, takesValue)
            : null;
    }

    private static CopiedRecord Read(PSObject record, bool takesValue)
    {
        var value = Bytes(record, "ValueBytes");
        if (takesValue && IsChanged(Get(record, "Value"), value))
        {
            throw new AirbyteKafkaException(
                ErrorKind.RecordInvalid,
                "The value of this received record was changed, but a record is copied by the bytes that were received. Give the new value "
                + "with -Value, which keeps key and headers: Send-KafkaRecord TOPIC -Value { $_.Value }.");
        }

        return new CopiedRecord(Bytes(record, "KeyBytes"), value, ReadHeaders(record), ReadTime(Get(record, "Timestamp")));
    }

    private static OutgoingHeader[] ReadHeaders(PSObject record) => PowerShellObject.Unwrap(Get(record, "Headers")) switch
    {
        null => [],
        IEnumerable list and not string => [.. list.Cast<object>().Select(ReadHeader)],
        _ => throw Incomplete("Headers"),
    };

    private static OutgoingHeader ReadHeader(object header)
    {
        var wrapped = PSObject.AsPSObject(header);
        return wrapped.Properties["Name"]?.Value is string name && wrapped.Properties["ValueBytes"] is not null
            ? new OutgoingHeader(Encoding.UTF8.GetBytes(name), Bytes(wrapped, "ValueBytes"))
            : throw Incomplete("Headers");
    }

    private static long? ReadTime(object? shown) => PowerShellObject.Unwrap(shown) switch
    {
        // For the client 0 is the present.
        DateTimeOffset time => time.ToUnixTimeMilliseconds() is > 0 and var milliseconds ? milliseconds : null,
        DateTime time => ReadTime(new DateTimeOffset(time)),

        // What a job or a file makes of a DateTimeOffset.
        PSObject copy when PowerShellObject.Unwrap(copy.Properties["UtcDateTime"]?.Value) is DateTime time =>
            ReadTime(new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc))),
        null => null,
        _ => throw Incomplete("Timestamp"),
    };

    private static byte[]? Bytes(PSObject owner, string name) => PowerShellObject.Unwrap(Get(owner, name)) switch
    {
        null => null,
        byte[] bytes => bytes,
        IList list when list.Cast<object?>().All(part => PowerShellObject.Unwrap(part) is byte) =>
            [.. list.Cast<object?>().Select(part => (byte)PowerShellObject.Unwrap(part)!)],
        _ => throw Incomplete(name),
    };

    private static object? Get(PSObject owner, string name) => (owner.Properties[name] ?? throw Incomplete(name)).Value;

    // A live record cannot be changed but in the parts of a value that was read as JSON; a copy from a job can be in all.
    private static bool IsChanged(object? shown, byte[]? bytes) => (PowerShellObject.Unwrap(shown), bytes) switch
    {
        (null, null) => false,
        (_, null) => true,
        (string text, _) when text == Encoding.UTF8.GetString(bytes) => false,
        (byte[] same, _) => !same.AsSpan().SequenceEqual(bytes),
        var (parsed, _) => !IsReadingOf(parsed, bytes),
    };

    // Receive-KafkaRecord's own reading. A job or a file keeps as much of it as PowerShell's serializer does: what lies deep is a text
    // then.
    private static bool IsReadingOf(object? shown, byte[] bytes)
    {
        if (!ValueJson.TryRead(bytes, out var read))
        {
            return false;
        }

        var text = ValueJson.Write(shown);
        return text == ValueJson.Write(read) || text == ValueJson.Write(AsCopied(bytes, read));
    }

    private static object? AsCopied(byte[] bytes, object? read)
    {
        var record = new ReceivedRecord(new ConsumedRecord("", 0, 0, time: null, key: null, bytes, []), read);
        return PSObject.AsPSObject(PSSerializer.Deserialize(PSSerializer.Serialize(record))).Properties["Value"]?.Value;
    }

    private static AirbyteKafkaException Incomplete(string part) => new(
        ErrorKind.RecordInvalid,
        string.Create(CultureInfo.InvariantCulture, $"This copy of a received record has no {part} that can be read, so it cannot be sent ")
        + "as it was received. Send it where it was received, or give the parts: -Key { $_.Key } -Value { $_.Value }.");
}
