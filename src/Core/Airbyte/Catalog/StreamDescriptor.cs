using AirbyteKafka.Text;

namespace AirbyteKafka.Airbyte.Catalog;

/// <summary>Names one stream of a sync. A missing namespace (<see langword="null"/>) and an empty one are different streams.</summary>
/// <param name="Namespace">Where the stream comes from (a database schema, say), or <see langword="null"/>.</param>
/// <param name="Name">The stream's name as the source gives it; any string, also an empty one.</param>
public sealed record StreamDescriptor(string? Namespace, string Name)
{
    /// <summary>The name as people write it: <c>namespace.name</c>, or the name alone.</summary>
    public override string ToString() => Namespace is null ? Name : $"{Namespace}.{Name}";

    /// <summary>The name as part of a sentence: visible, and of bounded length.</summary>
    internal string Shown => Printable.Of(ToString());
}
