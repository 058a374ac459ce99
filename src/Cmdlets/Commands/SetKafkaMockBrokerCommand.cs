using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Takes brokers of a mock cluster down, brings them up again, or makes them slow.</summary>
[Cmdlet(
    VerbsCommon.Set, "KafkaMockBroker", SupportsShouldProcess = true, DefaultParameterSetName = GivenSet,
    HelpUri = HelpLinks.Cmdlets + "set-kafkamockbroker")]
[OutputType(typeof(void))]
public sealed class SetKafkaMockBrokerCommand : MockClusterCmdlet
{
    /// <summary>The brokers' ids, from 1; every broker of the cluster without it.</summary>
    [Parameter(Position = 1, ParameterSetName = GivenSet)]
    [Parameter(Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNullOrEmpty]
    public int[]? Id { get; set; }

    /// <summary>The brokers answer again, at their old ports.</summary>
    [Parameter]
    public SwitchParameter Up { get; set; }

    /// <summary>The brokers' connections break, and their ports are closed.</summary>
    [Parameter]
    public SwitchParameter Down { get; set; }

    /// <summary>The time from a request to its answer: milliseconds or a TimeSpan; 0 for none.</summary>
    [Parameter]
    [Milliseconds]
    public TimeSpan? Latency { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        var states = (IsGiven(nameof(Up)) ? 1 : 0) + (IsGiven(nameof(Down)) ? 1 : 0);
        if (states == 2 || (states == 0 && Latency is null))
        {
            throw new AirbyteKafkaException(
                ErrorKind.MockArgumentInvalid, "Give -Up or -Down, or a -Latency, or one of the two together with a -Latency.");
        }
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (var id in Id ?? Enumerable.Range(1, Cluster.Brokers))
        {
            if (!SetLatency(id) || !SetState(id))
            {
                return;
            }
        }
    }

    private bool SetLatency(int id) => Latency is not { } latency || Change(
        Broker(id),
        string.Create(CultureInfo.InvariantCulture, $"Answer after {latency.TotalMilliseconds} ms"),
        cluster => cluster.SetRoundTripTime(id, latency));

    private bool SetState(int id)
    {
        var up = IsGiven(nameof(Up)) ? Up.IsPresent : !Down.IsPresent;
        return !(IsGiven(nameof(Up)) || IsGiven(nameof(Down)))
            || Change(Broker(id), up ? "Bring up" : "Take down", cluster => cluster.SetBroker(id, up));
    }

    private static string Broker(int id) => string.Create(CultureInfo.InvariantCulture, $"Broker {id}");

    private bool IsGiven(string parameter) => MyInvocation.BoundParameters.ContainsKey(parameter);
}
