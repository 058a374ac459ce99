using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>Finds <c>changes</c> in the <c>meta</c> of a record: what the source had to change in its data.</summary>
internal sealed class Changes
{
    private readonly FieldFinder _finder = new([["changes"]]);

    /// <summary>What stands for a record without changes.</summary>
    internal static ReadOnlySpan<byte> None => "[]"u8;

    /// <summary>The list of changes as it came; <see cref="None"/> where there is none.</summary>
    /// <param name="meta">The value of <c>meta</c>; empty where there is none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal ReadOnlySpan<byte> In(ReadOnlySpan<byte> meta)
    {
        var changes = meta.IsEmpty ? default : _finder.Find(meta)[0];
        return changes.IsPresent && meta[changes.Start] == '[' ? changes.Of(meta) : None;
    }

    /// <summary>Whether a list of changes has no entry.</summary>
    /// <param name="changes">From <see cref="In"/>.</param>
    internal static bool AreNone(ReadOnlySpan<byte> changes) => changes[1..^1].IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
