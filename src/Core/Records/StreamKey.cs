using System.Text;

namespace AirbyteKafka.Records;

/// <summary>The name of the stream as the key of all its records.</summary>
/// <param name="stream">The name, with the namespace where there is one.</param>
/// <param name="isJson">Whether it is written as a JSON string.</param>
internal sealed class StreamKey(string stream, bool isJson) : IRecordKey
{
    // As Java writes what is no Unicode.
    internal static readonly Encoding Utf8 = Encoding.GetEncoding(
        "utf-8", new EncoderReplacementFallback("?"), DecoderFallback.ReplacementFallback);

    private readonly byte[] _key = isJson ? JsonBytes.Quote(stream) : Utf8.GetBytes(stream);

    /// <inheritdoc/>
    public KeyOutcome Make(in RecordContent content, KeyBuffer key)
    {
        key.Append(_key);
        return KeyOutcome.Whole;
    }
}
