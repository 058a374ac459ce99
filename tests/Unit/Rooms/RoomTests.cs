using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Xunit;

namespace AirbyteKafka.Tests.Rooms;

/// <summary>
/// The arrows between the rooms of the core, as docs/architecture.md draws them: a room uses those below it and no other.
/// </summary>
public sealed class RoomTests
{
    private const string Root = "AirbyteKafka.";

    // From below. Rooms of one row that may use each other stand in one set.
    private static readonly (string[] Rooms, bool UseEachOther)[] Rows =
    [
        (["Text"], false),
        (["Errors"], false),
        (["Airbyte", "Settings", "Security", "Topics", "Records"], true),
        (["Formats"], false),
        (["Kafka"], false),
        (["Write", "Check", "Read", "Send"], false),
    ];

    private static readonly ArchUnitNET.Domain.Architecture Core = new ArchLoader().LoadAssemblies(
        typeof(AirbyteKafka.Settings.DestinationConfig).Assembly).Build();

    [Fact]
    public void A_room_uses_only_the_rooms_below_it() => Assert.Equal("", string.Join(
        '\n',
        Core.Types
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type, To: dependency.Target)))
            .Where(arrow => RoomOf(arrow.From) is { } from && RoomOf(arrow.To) is { } to && from != to && !MayUse(from, to))
            .Select(arrow => $"{arrow.From.FullName} -> {arrow.To.FullName}")
            .Distinct()
            .Order(StringComparer.Ordinal)));

    [Fact]
    public void Every_type_is_in_a_room() => Assert.Empty(
        Core.Types.Where(type => type.FullName.StartsWith(Root, StringComparison.Ordinal) && RoomOf(type) is null).Select(
            type => type.FullName));

    private static bool MayUse(string from, string to)
    {
        var (lower, upper) = (RowOf(to), RowOf(from));
        return lower < upper || (lower == upper && Rows[lower].UseEachOther);
    }

    private static int RowOf(string room) => Array.FindIndex(Rows, row => row.Rooms.Contains(room));

    private static string? RoomOf(IType type)
    {
        var name = type.FullName ?? "";
        return name.StartsWith(Root, StringComparison.Ordinal) && name[Root.Length..].Split('.') is [var room, _, ..] && RowOf(room) >= 0
            ? room : null;
    }
}
