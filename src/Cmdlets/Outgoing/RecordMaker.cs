using System.Collections;
using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Send;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>Makes records of the objects that come down a pipeline. For the pipeline's thread.</summary>
/// <param name="fields">What the command says of them.</param>
internal sealed class RecordMaker(RecordFields fields) : IDisposable
{
    private readonly RecordBytes _value = new();
    private readonly RecordBytes _key = new();
    private readonly RecordBytes _header = new();

    /// <summary>Makes a record of an object.</summary>
    /// <param name="item">The object, as PowerShell has it.</param>
    /// <param name="number">Its number.</param>
    /// <returns>The record; valid until the next call.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.RecordInvalid"/> or <see cref="ErrorKind.ObjectNotSerializable"/>.
    /// </exception>
    internal OutgoingRecord Make(object? item, long number)
    {
        var copy = CopiedRecord.TryRead(item, takesValue: fields.Value is null && !fields.IsTombstone);
        var key = ReadKey(item, copy, out var hasKey);
        if (fields.IsTombstone && !hasKey)
        {
            throw Invalid("A tombstone without a key deletes nothing. Give the key with -Key or -KeyProperty.");
        }

        var value = ReadValue(item, copy, out var isTombstone);
        return new OutgoingRecord(number)
        {
            Key = key,
            HasKey = hasKey,
            Value = value,
            IsTombstone = isTombstone,
            Headers = fields.Header is { } header ? HeaderFields.Read(header.For(item), item, _header) : copy?.Headers ?? [],
            Partition = fields.Partition is { } partition ? ReadPartition(partition.For(item)) : null,
            Timestamp = fields.Timestamp is { } timestamp ? ReadTime(timestamp.For(item)) : copy?.Timestamp,
        };
    }

    public void Dispose()
    {
        _value.Dispose();
        _key.Dispose();
        _header.Dispose();
    }

    private ReadOnlySpan<byte> ReadKey(object? item, CopiedRecord? copy, out bool hasKey)
    {
        var given = fields.KeyProperty is { } name ? ReadProperty(item, name) : fields.Key?.For(item);
        if (fields.KeyProperty is null && fields.Key is null)
        {
            hasKey = copy?.Key is not null;
            return copy?.Key;
        }

        hasKey = PowerShellObject.Unwrap(given) is not null;
        return hasKey ? _key.OfName(given!) : default;
    }

    private ReadOnlySpan<byte> ReadValue(object? item, CopiedRecord? copy, out bool isTombstone)
    {
        isTombstone = fields.IsTombstone || (fields.Value is null && copy is { Value: null });
        if (isTombstone)
        {
            return default;
        }

        if (fields.Value is null && copy is not null)
        {
            return copy.Value;
        }

        var value = fields.Value is { } given ? given.For(item) : item;
        return PowerShellObject.Unwrap(value) is null
            ? throw Invalid(fields.Value is null
                ? "The object is $null, which is no record. Leave it out with Where-Object { $null -ne $_ }. What deletes a key is "
                    + "-Tombstone."
                : "-Value gave nothing, which is no value. What deletes a key is -Tombstone.")
            : _value.OfValue(value!);
    }

    private static object? ReadProperty(object? item, string name)
    {
        if (PowerShellObject.Unwrap(item) is IDictionary dictionary)
        {
            return dictionary.Contains(name) ? dictionary[name] : throw Lacks(name);
        }

        try
        {
            return item is null ? throw Lacks(name) : (PSObject.AsPSObject(item).Properties[name] ?? throw Lacks(name)).Value;
        }
        catch (GetValueException failure)
        {
            throw new AirbyteKafkaException(
                ErrorKind.RecordInvalid, $"The property '{Printable.Of(name)}' (-KeyProperty) cannot be read: {failure.Message}", failure);
        }
    }

    private static int ReadPartition(object? given) =>
        LanguagePrimitives.TryConvertTo<int>(given, CultureInfo.InvariantCulture, out var number) && given is not null && number >= 0
            ? number
            : throw Invalid("-Partition gave no number of a partition. Partitions are counted from 0; without it the key decides.");

    private static long ReadTime(object? given)
    {
        var milliseconds = PowerShellObject.Unwrap(given) switch
        {
            DateTimeOffset time => time.ToUnixTimeMilliseconds(),
            DateTime time => new DateTimeOffset(time).ToUnixTimeMilliseconds(),
            int number => number,
            long number => number,
            string text when long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
            string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out var time) =>
                time.ToUnixTimeMilliseconds(),
            _ => 0,
        };
        return milliseconds > 0
            ? milliseconds
            : throw Invalid("-Timestamp gave no time after 1970. Give a DateTime, a DateTimeOffset, ISO 8601 or milliseconds since 1970.");
    }

    private static AirbyteKafkaException Lacks(string name) =>
        Invalid($"The object has no property '{Printable.Of(name)}' for the key (-KeyProperty).");

    private static AirbyteKafkaException Invalid(string message) => new(ErrorKind.RecordInvalid, message);
}
