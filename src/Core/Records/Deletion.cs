using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>Tells whether a record says that its row was deleted: whether <c>_ab_cdc_deleted_at</c> of its data is not null.</summary>
internal sealed class Deletion
{
    private readonly FieldFinder _finder = new([["_ab_cdc_deleted_at"]]);

    private static ReadOnlySpan<byte> Quoted => "\"_ab_cdc_deleted_at\""u8;

    /// <summary>Whether data says so.</summary>
    /// <param name="data">Valid JSON without blanks around it.</param>
    /// <remarks>The name is found as sources write it, without escapes.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool IsIn(ReadOnlySpan<byte> data)
    {
        // CDC gives every row the column. Where it is null each time that its name comes, there is nothing to look for.
        var rest = data;
        int at;
        while ((at = rest.IndexOf(Quoted)) >= 0)
        {
            rest = rest[(at + Quoted.Length)..];
            if (!rest.StartsWith(":null"u8))
            {
                return _finder.Find(data)[0].IsPresent;
            }
        }

        return false;
    }
}
