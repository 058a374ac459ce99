using System.Globalization;

namespace AirbyteKafka.Bench.EndToEnd.Inputs;

/// <summary>What a generated input is like. Equal shapes give equal files.</summary>
/// <param name="Records">How many RECORDs.</param>
/// <param name="RecordBytes">Length of a RECORD's line without its end; a little more where the fields alone take more.</param>
/// <param name="Streams">Over how many streams the records go, one after the other.</param>
/// <param name="StateEvery">A STATE follows so many records, and the last one.</param>
/// <param name="Seed">Of the random values.</param>
internal sealed record InputShape(long Records, int RecordBytes, int Streams, long StateEvery, int Seed)
{
    /// <summary>How many STATEs there are.</summary>
    internal long States => ((Records - 1) / StateEvery) + 1;

    /// <summary>Name of the file.</summary>
    internal string FileName =>
        string.Create(CultureInfo.InvariantCulture, $"input-{Records}x{RecordBytes}-{Streams}-{StateEvery}-{Seed}.jsonl");
}
