using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Gives a topic of a mock cluster an error, or takes it back.</summary>
[Cmdlet(
    VerbsCommon.Set, "KafkaMockTopic", SupportsShouldProcess = true, DefaultParameterSetName = GivenSet,
    HelpUri = HelpLinks.Cmdlets + "set-kafkamocktopic")]
[OutputType(typeof(void))]
public sealed class SetKafkaMockTopicCommand : MockClusterCmdlet
{
    /// <summary>The topic's name; the topic is made if it is not there.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = GivenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNullOrEmpty]
    public string Name { get; set; } = null!;

    /// <summary>What the cluster says of the topic whenever it is asked, by Kafka's name; None takes the error back.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MockNameCompleter))]
    public string Error { get; set; } = null!;

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        var error = MockTopicError.Find(Error);
        _ = Change($"Topic {Name}", $"Set its error to {Error}", cluster => cluster.SetTopicError(Name, error));
    }
}
