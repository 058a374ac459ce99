using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Makes a topic on a mock cluster.</summary>
[Cmdlet(
    VerbsCommon.New, "KafkaMockTopic", SupportsShouldProcess = true, DefaultParameterSetName = GivenSet,
    HelpUri = HelpLinks.Cmdlets + "new-kafkamocktopic")]
[OutputType(typeof(void))]
public sealed class NewKafkaMockTopicCommand : MockClusterCmdlet
{
    /// <summary>The topic's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = GivenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    /// <summary>How many partitions it has.</summary>
    [Parameter]
    [ValidateRange(1, MockCluster.MaxPartitions)]
    public int Partitions { get; set; } = 1;

    /// <summary>On how many brokers each partition lies.</summary>
    [Parameter]
    [ValidateRange(1, MockCluster.MaxBrokers)]
    public int ReplicationFactor { get; set; } = 1;

    /// <summary>What the cluster says of the topic whenever it is asked, by Kafka's name.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MockNameCompleter))]
    public string? Error { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var error = MockTopicError.Find(Error);
        _ = Change($"Topic {Name}", "Create", cluster =>
        {
            cluster.CreateTopic(Name, Partitions, ReplicationFactor);
            if (error.IsError)
            {
                cluster.SetTopicError(Name, error);
            }
        });
    }
}
