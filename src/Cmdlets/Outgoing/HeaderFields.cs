using System.Collections;
using System.Management.Automation;
using System.Text;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;
using AirbyteKafka.Send;

namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>The headers that <c>-Header</c> gives: a dictionary of names and values, or the headers of a received record.</summary>
internal static class HeaderFields
{
    private const string Form = "Give -Header a hashtable, [ordered] where the order counts, of names and values. A list as value repeats "
        + "the name.";

    /// <summary>Reads headers.</summary>
    /// <param name="given">What was given, or what the script block gave.</param>
    /// <param name="item">What script blocks among the values see as <c>$_</c>.</param>
    /// <param name="bytes">Makes bytes of the values.</param>
    /// <exception cref="AirbyteKafkaException">It has another form, or a value that has no form in JSON.</exception>
    internal static OutgoingHeader[] Read(object? given, object? item, RecordBytes bytes)
    {
        var headers = new List<OutgoingHeader>();
        switch (PowerShellObject.Unwrap(given))
        {
            case null:
                break;
            case IDictionary dictionary:
                AddAll(headers, dictionary, item, bytes);
                break;
            case RecordHeader header:
                AddOf(headers, header, bytes);
                break;
            case IEnumerable list and not (string or byte[]):
                foreach (var part in list)
                {
                    AddPart(headers, PowerShellObject.Unwrap(part), item, bytes);
                }

                break;
            default:
                throw Refuse();
        }

        return [.. headers];
    }

    private static void AddPart(List<OutgoingHeader> headers, object? part, object? item, RecordBytes bytes)
    {
        switch (part)
        {
            case IDictionary dictionary: AddAll(headers, dictionary, item, bytes); break;
            case not null when PSObject.AsPSObject(part) is var named && named.Properties["Name"] is not null
                && named.Properties["Value"] is not null:
                AddOf(headers, part, bytes); break;
            default: throw Refuse();
        }
    }

    private static void AddOf(List<OutgoingHeader> headers, object header, RecordBytes bytes)
    {
        var named = PSObject.AsPSObject(header);
        Add(headers, named.Properties["Name"].Value, (named.Properties["ValueBytes"] ?? named.Properties["Value"]).Value, bytes);
    }

    private static void AddAll(List<OutgoingHeader> headers, IDictionary dictionary, object? item, RecordBytes bytes)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            var value = PowerShellObject.Unwrap(entry.Value);
            if (value is ScriptBlock script)
            {
                value = PowerShellObject.Unwrap(FieldValue.Run("-Header", script, item));
            }

            if (value is IEnumerable list and not (string or byte[] or IDictionary or PSObject))
            {
                foreach (var one in list)
                {
                    Add(headers, entry.Key, one, bytes);
                }
            }
            else
            {
                Add(headers, entry.Key, value, bytes);
            }
        }
    }

    private static void Add(List<OutgoingHeader> headers, object? name, object? value, RecordBytes bytes)
    {
        var text = Encoding.UTF8.GetBytes(JsonScalar.NameOf(name ?? throw Refuse()));
        headers.Add(new OutgoingHeader(text, PowerShellObject.Unwrap(value) is null ? null : bytes.OfName(value!).ToArray()));
    }

    private static AirbyteKafkaException Refuse() => new(ErrorKind.RecordInvalid, $"The headers cannot be read. {Form}");
}
