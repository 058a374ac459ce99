using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Admin;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Remove-KafkaTopic: removes topics with all their records, and comes back when the brokers no longer show them.</summary>
[Cmdlet(
    VerbsCommon.Remove, "KafkaTopic", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High,
    HelpUri = HelpLinks.Cmdlets + "remove-kafkatopic")]
[OutputType(typeof(void))]
public sealed class RemoveKafkaTopicCommand : AdminCmdlet
{
    private ClusterTopics? _topics;

    /// <summary>Their names, as they stand.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [Alias("Topic")]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string[] Name { get; set; } = [];

    /// <summary>Do not ask.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (var name in Name.Distinct(StringComparer.Ordinal))
        {
            try
            {
                Remove(name);
            }
            catch (AirbyteKafkaException failure) when (TopicFailures.IsOfOne(failure))
            {
                WriteFailure(name, failure);
            }
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _topics is { } topics)
        {
            _topics = null;
            Wait(topics.DisposeAsync().AsTask());
        }

        base.Dispose(disposing);
    }

    private void Remove(string name)
    {
        if (WildcardPattern.ContainsWildcardCharacters(name))
        {
            throw new AirbyteKafkaException(
                ErrorKind.TopicNameInvalid,
                $"Remove-KafkaTopic takes exact names, and '{Printable.Of(name)}' has a wildcard. Look first at what "
                + $"Get-KafkaTopic '{Printable.Of(name)}' gives, then send that down the pipeline.");
        }

        _topics ??= ClusterTopics.Open(ReadConnection(), Timeout, StopToken);
        Wait(_topics.ThrowIfNotRemovableAsync(name));
        if (ShouldRemove(name))
        {
            Wait(_topics.RemoveAsync(name));
            RunspaceState.Current.MissesTopic(name);
        }
    }

    // -Force takes the place of an answer. Neither -WhatIf nor an explicit -Confirm is one.
    private bool ShouldRemove(string name) =>
        (Force && !IsWhatIf && !IsOn("Confirm")) || ShouldProcess(Printable.Of(name), "Remove the topic with all its records");

    private bool IsWhatIf => MyInvocation.BoundParameters.ContainsKey("WhatIf")
        ? IsOn("WhatIf")
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));
}
