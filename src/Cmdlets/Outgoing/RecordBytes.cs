using System.Collections;
using System.Text;
using System.Text.Json;
using AirbyteKafka.Cmdlets.Json;

namespace AirbyteKafka.Cmdlets.Outgoing;

/// <summary>The bytes of values, keys and headers: text as it is, bytes as they are, anything else as compact JSON.</summary>
/// <remarks>Each result is valid until the next call. Not for several threads at once.</remarks>
internal sealed class RecordBytes : IDisposable
{
    private const int LargestBuffer = 1024 * 1024;

    private readonly RecordJson _json = new();
    private byte[] _text = new byte[4096];

    /// <summary>The bytes of a value.</summary>
    /// <param name="value">Not <see langword="null"/>.</param>
    /// <exception cref="Errors.AirbyteKafkaException">It has no form in JSON.</exception>
    internal ReadOnlySpan<byte> OfValue(object value) => PowerShellObject.Unwrap(value) switch
    {
        string text => OfText(text),
        byte[] bytes => bytes,
        _ => _json.Write(value),
    };

    /// <summary>The bytes of a key or a header: as those of a value, but what is a text in JSON has no quotes.</summary>
    /// <inheritdoc cref="OfValue"/>
    internal ReadOnlySpan<byte> OfName(object value)
    {
        var bytes = OfValue(value);
        if (PowerShellObject.Unwrap(value) is string or byte[] or IDictionary or IEnumerable || bytes is not [(byte)'"', ..])
        {
            return bytes;
        }

        var reader = new Utf8JsonReader(bytes);
        _ = reader.Read();
        return OfText(reader.GetString() ?? "");
    }

    public void Dispose() => _json.Dispose();

    private ReadOnlySpan<byte> OfText(string text)
    {
        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (most > _text.Length || _text.Length > LargestBuffer)
        {
            _text = new byte[Math.Max(4096, most > LargestBuffer ? Encoding.UTF8.GetByteCount(text) : most)];
        }

        return _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text));
    }
}
