using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using AirbyteKafka.Airbyte.Catalog;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What the module keeps for a runspace from one command to the next. For the runspace's own thread.</summary>
/// <remarks>
/// PowerShell makes a new cmdlet for each call, and gives a compiled module no scope of its own. The state hangs on its runspace, and goes
/// with it.
/// </remarks>
internal sealed class RunspaceState
{
    private static readonly ConditionalWeakTable<Runspace, RunspaceState> States = [];

    /// <summary>The state of the runspace that this thread runs.</summary>
    internal static RunspaceState Current => Runspace.DefaultRunspace is { } runspace ? States.GetOrCreateValue(runspace) : new();

    /// <summary>The topics that the last command which listed or used any has seen; for completion.</summary>
    internal IReadOnlyCollection<string> Topics { get; set; } = [];

    /// <summary>The consumer groups that the last command which listed any has seen; for completion.</summary>
    internal IReadOnlyCollection<string> Groups { get; set; } = [];

    /// <summary>The streams of the last catalog that a command read or made; for completion.</summary>
    internal IReadOnlyCollection<string> Streams { get; set; } = [];

    /// <summary>The namespaces of those streams; for completion.</summary>
    internal IReadOnlyCollection<string> Namespaces { get; set; } = [];

    /// <summary>The connection that counts where a command is given none.</summary>
    internal KafkaConnection? Connection { get; set; }

    /// <summary>Notes topics that are there, besides those known.</summary>
    internal void SawTopics(IEnumerable<string> topics) => Topics = [.. Topics.Union(topics, StringComparer.Ordinal)];

    /// <summary>Notes what a catalog names.</summary>
    internal void SawCatalog(ConfiguredCatalog catalog)
    {
        Streams = [.. catalog.Streams.Select(stream => stream.Descriptor.Name).Distinct(StringComparer.Ordinal)];
        Namespaces = [.. catalog.Streams.Select(stream => stream.Descriptor.Namespace).OfType<string>().Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Notes that a topic is gone.</summary>
    internal void MissesTopic(string topic) => Topics = [.. Topics.Where(known => known != topic)];
}
