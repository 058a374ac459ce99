using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Outgoing;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;
using AirbyteKafka.Errors;
using AirbyteKafka.Send;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Send-KafkaRecord: the objects of a pipeline as records of a topic.</summary>
[Cmdlet(VerbsCommunications.Send, "KafkaRecord", DefaultParameterSetName = ObjectSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low, HelpUri = HelpLinks.Cmdlets + "send-kafkarecord")]
[OutputType(typeof(SendSummary), typeof(SentRecord))]
public sealed class SendKafkaRecordCommand : KafkaCmdlet
{
    private const string ObjectSet = "InputObject";
    private const string ValueSet = "Value";
    private const string TombstoneSet = "Tombstone";

    private SendSummary? _summary;
    private ShellSend? _send;

    /// <summary>The topic's name, as Kafka has it.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string Topic { get; set; } = null!;

    /// <summary>What is sent: text, bytes, a received record, or any other object, as JSON.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ObjectSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = ValueSet)]
    [Parameter(ValueFromPipeline = true, ParameterSetName = TombstoneSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The key of each record, or a script block that gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Key { get; set; }

    /// <summary>The property of each object that is the record's key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KeyProperty { get; set; }

    /// <summary>The value of each record in place of the object, or a script block that gives it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ValueSet)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    [ValidateNotNull]
    public object? Value { get; set; }

    /// <summary>Records without a value, each of which deletes its key in a topic that is compacted.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TombstoneSet)]
    public SwitchParameter Tombstone { get; set; }

    /// <summary>The headers of each record as a hashtable, or a script block that gives one.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Header { get; set; }

    /// <summary>The partition of each record, from 0, or a script block that gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Partition { get; set; }

    /// <summary>The time of each record, or a script block that gives it.</summary>
    [Parameter]
    [ValidateNotNull]
    public object? Timestamp { get; set; }

    /// <summary>How many records may fail before the command ends.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaximumErrorCount { get; set; } = 100;

    /// <summary>A variable of the caller that holds from the beginning what has been done so far.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResultVariable { get; set; }

    /// <summary>Emit an object for each record that was acknowledged, in place of the summary.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        try
        {
            Begin();
        }
        catch (Exception failure) when (failure is AirbyteKafkaException or ArgumentException)
        {
            // Within ForEach-Object the script goes on after it.
            OpenSenders.Current.Lose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (MyInvocation.ExpectingInput && InputObject is byte or PSObject { BaseObject: byte })
        {
            throw new AirbyteKafkaException(
                ErrorKind.InputUnsupported,
                "A single byte came down the pipeline, which takes a byte[] apart. Send the array as one object, with a comma before it: "
                + $",$bytes | Send-KafkaRecord {Topic}; or give it with -InputObject. Of a file: Get-Content -AsByteStream -Raw.");
        }

        if (_send is null)
        {
            // With -WhatIf nothing is sent: a group that is read for it has not done with the record.
            OpenSenders.Current.Lose();
            return;
        }

        try
        {
            _send.Send(InputObject, StopToken);
        }
        catch (AirbyteKafkaException failure)
        {
            _summary!.Fail(failure);
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_send is null)
        {
            return;
        }

        try
        {
            _send.Complete(StopToken);
        }
        catch (AirbyteKafkaException failure)
        {
            _summary!.Fail(failure);
            throw;
        }

        _summary!.Complete();
        _summary.End();
        if (!PassThru)
        {
            WriteObject(_summary);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _send?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin()
    {
        SendSession.CheckTopic(Topic);
        if (Key is not null && KeyProperty is not null)
        {
            throw new ArgumentException("-Key and -KeyProperty both say what the key is. Leave out one of the two.");
        }

        if (Tombstone && Key is null && KeyProperty is null && !MyInvocation.ExpectingInput)
        {
            throw new ArgumentException("-Tombstone needs the key of what it deletes. Give it with -Key or -KeyProperty.");
        }

        var connection = ReadConnection();
        _summary = new SendSummary(Topic);
        if (ResultVariable is not null)
        {
            SessionState.PSVariable.Set(ResultVariable, _summary);
        }

        if (ShouldProcess($"topic '{Topic}' of Kafka at {Printable.Of(connection.ShownServers)}", "Send records"))
        {
            _send = new ShellSend(this, connection, new RecordMaker(Fields()), _summary, MaximumErrorCount, PassThru, IsDebug);
        }
    }

    private RecordFields Fields() => new()
    {
        Key = Field(nameof(Key), Key),
        KeyProperty = KeyProperty,
        Value = Field(nameof(Value), Value),
        Header = Field(nameof(Header), Header),
        Partition = Field(nameof(Partition), Partition),
        Timestamp = Field(nameof(Timestamp), Timestamp),
        IsTombstone = Tombstone,
    };

    private static FieldValue? Field(string name, object? given) => given is null ? null : new FieldValue(name, given);
}
