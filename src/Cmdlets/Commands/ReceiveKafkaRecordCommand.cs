using System.Management.Automation;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;
using AirbyteKafka.Errors;
using AirbyteKafka.Read;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Receives records: what lies in topics, the last of it, what is yet to come, or what is new to a group.</summary>
[Cmdlet(VerbsCommunications.Receive, "KafkaRecord", DefaultParameterSetName = BeginningSet,
    HelpUri = HelpLinks.Cmdlets + "receive-kafkarecord")]
[OutputType(typeof(ReceivedRecord))]
public sealed class ReceiveKafkaRecordCommand : KafkaCmdlet
{
    private const string BeginningSet = "Beginning";
    private const string SinceSet = "Since";
    private const string OffsetSet = "Offset";
    private const string TailSet = "Tail";
    private const string GroupSet = "Group";

    private readonly List<string> _topics = [];
    private DateTimeOffset _now;
    private ReadStart _start = ReadStart.Beginning;
    private DateTimeOffset? _until;

    /// <summary>The topics: names, patterns with wildcards, or objects with a property Topic or Name.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [TopicNames]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Topic { get; set; } = [];

    /// <summary>How many records of each topic, the last by their times.</summary>
    [Parameter(Mandatory = true, ParameterSetName = TailSet)]
    [ValidateRange(0, int.MaxValue)]
    public int Tail { get; set; }

    /// <summary>The time of the first record.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SinceSet)]
    [ValidateNotNull]
    public object Since { get; set; } = "";

    /// <summary>The offset in each partition to begin with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OffsetSet)]
    [ValidateRange(0, long.MaxValue)]
    public long Offset { get; set; }

    /// <summary>The consumer group to read for.</summary>
    [Parameter(Mandatory = true, ParameterSetName = GroupSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(SeenNameCompleter))]
    public string GroupId { get; set; } = "";

    /// <summary>The time from which on no record is read.</summary>
    [Parameter(ParameterSetName = BeginningSet)]
    [Parameter(ParameterSetName = SinceSet)]
    [Parameter(ParameterSetName = OffsetSet)]
    [ValidateNotNull]
    public object? Until { get; set; }

    /// <summary>The partitions to read.</summary>
    [Parameter(ParameterSetName = BeginningSet)]
    [Parameter(ParameterSetName = SinceSet)]
    [Parameter(ParameterSetName = OffsetSet)]
    [Parameter(ParameterSetName = TailSet)]
    [ValidateNotNullOrEmpty]
    [ValidateRange(0, int.MaxValue)]
    public int[]? Partition { get; set; }

    /// <summary>Whether to wait for more at the end of the topics.</summary>
    [Parameter]
    public SwitchParameter Wait { get; set; }

    /// <summary>How many records to read at most.</summary>
    [Parameter]
    [Alias("Count")]
    [ValidateRange(1, long.MaxValue)]
    public long? First { get; set; }

    /// <summary>How long the command runs, in seconds.</summary>
    [Parameter]
    [ValidateRange(1, 31_536_000)]
    public int? TimeoutSeconds { get; set; }

    /// <summary>What values are read as.</summary>
    [Parameter]
    public RecordValueFormat ValueFormat { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        _now = DateTimeOffset.UtcNow;
        _until = Until is null ? null : TimeArgument.Read(nameof(Until), Until, _now);
        _start = ParameterSetName switch
        {
            TailSet => new ReadStart.Tail(Tail),
            OffsetSet => new ReadStart.At(Offset),
            SinceSet => new ReadStart.Since(TimeArgument.Read(nameof(Since), Since, _now)),
            _ => ReadStart.Beginning,
        };
        if (_start is ReadStart.Since since && since.Time >= _until)
        {
            throw new AirbyteKafkaException(ErrorKind.ArgumentInvalid, $"-Until ({_until:O}) is not after -Since ({since.Time:O}).");
        }
    }

    /// <inheritdoc/>
    protected override void OnProcess() => _topics.AddRange(Topic);

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_topics.Count == 0)
        {
            return;
        }

        var connection = ReadConnection();
        var limit = TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var request = new ReadRequest
        {
            Topics = [.. _topics.Select(WishOf)],
            Partitions = Partition,
            Start = _start,
            Until = _until,
            Follows = Wait,
            Group = ParameterSetName == GroupSet ? GroupId : null,
        };
        request = limit < request.AnswerTimeout ? request with { AnswerTimeout = limit.Value } : request;
        using var read = new ShellRead(this, connection, request, First, limit, ValueFormat, IsDebug);
        read.Run(StopToken);
    }

    // No name of a topic has characters that make a pattern.
    private static TopicWish WishOf(string text) => WildcardPattern.ContainsWildcardCharacters(text)
        ? new TopicWish(text, new WildcardPattern(text, WildcardOptions.IgnoreCase | WildcardOptions.CultureInvariant).IsMatch)
        : new TopicWish(text);
}
