using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.States;

namespace AirbyteKafka.Write;

/// <summary>
/// Keeps, of the states that have left, those that a next sync starts from: the last of each stream, and the last of the whole.
/// </summary>
internal sealed class Checkpoints
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(StateScope Scope, StreamDescriptor? Stream), StateAnswer> _latest = [];
    private long _count;

    /// <summary>How many states have left.</summary>
    internal long Count
    {
        get
        {
            lock (_gate)
            {
                return _count;
            }
        }
    }

    internal void Add(StateAnswer state)
    {
        lock (_gate)
        {
            _count++;
            _latest[(state.Scope, state.Stream)] = state;
        }
    }

    /// <summary>The states to start from, in the order in which their scopes first came.</summary>
    internal IReadOnlyList<string> Latest()
    {
        lock (_gate)
        {
            return [.. _latest.Values.Select(state => Encoding.UTF8.GetString(state.Message.Span))];
        }
    }
}
