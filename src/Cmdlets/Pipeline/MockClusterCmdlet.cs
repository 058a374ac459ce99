using System.Management.Automation;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>What the cmdlets share that change a mock cluster.</summary>
/// <remarks>
/// A change that cannot be made is an error of that one cluster; the others are changed. The cluster is the first argument or comes from
/// the
/// pipeline. The second argument is then the first: each has a parameter set.
/// </remarks>
public abstract class MockClusterCmdlet : CancellableCmdlet
{
    /// <summary>The parameter set with the cluster as first argument.</summary>
    protected const string GivenSet = "Cluster";

    /// <summary>The parameter set with the cluster from the pipeline.</summary>
    protected const string PipedSet = "Pipeline";

    /// <summary>The cluster.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = GivenSet)]
    [Parameter(Mandatory = true, ParameterSetName = PipedSet, ValueFromPipeline = true)]
    public KafkaMockCluster Cluster { get; set; } = null!;

    /// <summary>Makes a change, unless <c>-WhatIf</c> or the user's answer says otherwise.</summary>
    /// <param name="target">What is changed, without the cluster.</param>
    /// <param name="action">What is done, as PowerShell asks for it.</param>
    /// <param name="change">The change.</param>
    /// <returns>Whether there is still a cluster to change.</returns>
    private protected bool Change(string target, string action, Action<MockCluster> change)
    {
        if (!ShouldProcess($"{target} of the mock cluster {Cluster.BootstrapServers}", action))
        {
            return true;
        }

        try
        {
            change(Cluster.Cluster);
            return true;
        }
        catch (AirbyteKafkaException failure)
        {
            WriteError(ErrorRecords.From(failure, Cluster));
            return failure.Kind != ErrorKind.MockClusterStopped;
        }
    }
}
