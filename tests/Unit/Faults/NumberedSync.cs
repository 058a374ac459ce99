using AirbyteKafka.Tests.Delivery;

namespace AirbyteKafka.Tests.Faults;

/// <summary>
/// A sync whose records carry their number, and whose states carry how many records came before: its outcome can be judged whole.
/// </summary>
/// <param name="Records">How many records at most; a multiple of the next.</param>
/// <param name="RecordsPerState">A state follows after each so many.</param>
/// <param name="Padding">Bytes of filling in each record.</param>
/// <param name="IsCompressible">Whether the filling is always the same.</param>
/// <param name="DeletesOdd">Whether every other record says that its row was deleted.</param>
internal sealed record NumberedSync(
    long Records, int RecordsPerState = 10, int Padding = 0, bool IsCompressible = true, bool DeletesOdd = false)
{
    private const string StreamName = "a";

    /// <summary>The catalog with its one stream.</summary>
    internal static string Catalog => WriteRun.CatalogJson(StreamName);

    /// <summary>The names of its streams, as <see cref="WriteRun"/> takes them.</summary>
    internal static string Streams => StreamName;

    /// <summary>A record's line.</summary>
    internal string Record(long number) => WriteRun.Record(StreamName, Data(number));

    /// <summary>A record's data.</summary>
    internal string Data(long number) => $$"""{"n":{{number}},{{Deletion(number)}}"p":"{{(IsCompressible ? new string('x', Padding) : Noise(number))}}"}""";

    /// <summary>The line of the state after so many records.</summary>
    internal static string State(long records) => WriteRun.StreamState(StreamName, (int)records);

    /// <summary>How that state comes back.</summary>
    internal string StateBack(long records) => WriteRun.StreamState(StreamName, (int)records, WriteRun.Stats(RecordsPerState));

    private string Deletion(long number) =>
        !DeletesOdd ? "" : number % 2 == 0 ? "\"_ab_cdc_deleted_at\":null," : "\"_ab_cdc_deleted_at\":\"2026-01-01\",";

    private string Noise(long number)
    {
        var bytes = new byte[Padding * 3 / 4];
        new Random((int)number).NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }
}
