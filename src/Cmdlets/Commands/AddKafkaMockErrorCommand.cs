using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Mock;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Makes the next requests of one kind to a mock cluster fail.</summary>
[Cmdlet(
    VerbsCommon.Add, "KafkaMockError", SupportsShouldProcess = true, DefaultParameterSetName = GivenSet,
    HelpUri = HelpLinks.Cmdlets + "add-kafkamockerror")]
[OutputType(typeof(void))]
public sealed class AddKafkaMockErrorCommand : MockClusterCmdlet
{
    // Codes, not a KafkaError: the core's structs cannot be fields, because a type has to load before the core can.
    private short _request;
    private int _error;

    /// <summary>Which requests fail, by Kafka's name.</summary>
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = GivenSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = PipedSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MockNameCompleter))]
    public string Request { get; set; } = null!;

    /// <summary>What they fail with, by Kafka's name; None lets a request through.</summary>
    [Parameter(Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(MockNameCompleter))]
    public string Error { get; set; } = null!;

    /// <summary>How many requests fail.</summary>
    [Parameter]
    [ValidateRange(1, MockCluster.MaxErrors)]
    public int Count { get; set; } = 1;

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _request = (short)MockNames.Requests.Find(Request);
        _error = MockNames.Errors.Find(Error);
        if (_request == MockNames.MetadataRequest && _error != 0 && _error != KafkaError.Transport.Code)
        {
            throw new AirbyteKafkaException(
                ErrorKind.MockArgumentInvalid,
                "An answer to a Metadata request carries errors of topics and none for itself. Give the topic an error with "
                + "New-KafkaMockTopic or Set-KafkaMockTopic, or use the error Disconnect.");
        }
    }

    /// <inheritdoc/>
    protected override void OnProcess() => _ = Change(
        string.Create(CultureInfo.InvariantCulture, $"{Count} {Request} request(s)"),
        $"Answer with {Error}",
        cluster => cluster.PushRequestErrors(_request, [.. Enumerable.Repeat(new KafkaError(_error), Count)]));
}
