using System.Globalization;
using AirbyteKafka.Read;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>Says in a sentence what a reading is going to do.</summary>
internal static class ReadWords
{
    /// <summary>The sentence.</summary>
    internal static string Describe(string servers, ReadRequest request, long? first, TimeSpan? limit)
    {
        var topics = Printable.List([.. request.Topics.Select(topic => topic.Text)]);
        var partitions = request.Partitions is { } some ? $", partitions {Printable.List([.. some.Select(Number)])}" : "";
        return $"Reads {topics}{partitions} at {Printable.Of(servers)}, {From(request)}, {To(request)}"
            + (first is { } count ? $", at most {Number(count)} records" : "")
            + (limit is { } time ? $", for at most {Number(time.TotalSeconds)} s" : "")
            + (request.Group is { } group ? $", and commits for group '{Printable.Of(group)}'." : "; leaves no offsets behind.");
    }

    private static string From(ReadRequest request) => request switch
    {
        { Group: { } } => "from what the group has committed",
        { Start: ReadStart.At at } => $"from offset {Number(at.Offset)}",
        { Start: ReadStart.Since since } => $"from {Time(since.Time)}",
        { Start: ReadStart.Tail tail } => $"the last {Number(tail.Count)} of each topic",
        _ => "from the beginning",
    };

    private static string To(ReadRequest request) =>
        request.Until is { } until ? $"before {Time(until)}" : request.Follows ? "and waits for more" : "to the present end";

    private static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Number(double number) => number.ToString(CultureInfo.InvariantCulture);
}
