using System.Collections.ObjectModel;
using AirbyteKafka.Read;

namespace AirbyteKafka;

/// <summary>The headers of a record, in their order.</summary>
public sealed class RecordHeaders : ReadOnlyCollection<RecordHeader>
{
    private static readonly RecordHeaders None = new([]);

    private RecordHeaders(IList<RecordHeader> headers)
        : base(headers)
    {
    }

    /// <summary>All of them in one line.</summary>
    public override string ToString() => string.Join("; ", this);

    internal static RecordHeaders Of(IReadOnlyList<ConsumedHeader> headers) =>
        headers.Count == 0 ? None : new([.. headers.Select(header => new RecordHeader(header))]);
}
