using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Kafka.Mock;

/// <summary>Names of what can be made to fail on a mock cluster, and of how it fails.</summary>
public sealed class MockNames
{
    /// <summary>The errors a broker can answer with, by Kafka's names (those of 4.3).</summary>
    /// <remarks>
    /// <c>Disconnect</c>: the broker closes the connection. <c>None</c> lets a request through. Kafka's own spelling
    /// (<c>TOPIC_AUTHORIZATION_FAILED</c>) and librdkafka's names are found too.
    /// </remarks>
    public static readonly MockNames Errors = new(
        "error",
        [
            ("UnknownServerError", -1),
            ("Disconnect", KafkaError.Transport.Code),
            .. BrokerErrors.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select((name, code) => (name, code)),
        ],
        LibrdkafkasName);

    /// <summary>The requests that a mock cluster answers and lets fail, by Kafka's names.</summary>
    public static readonly MockNames Requests = new(
        "request",
        [
            ("Produce", 0), ("Fetch", 1), ("ListOffsets", 2), ("Metadata", MetadataRequest), ("OffsetCommit", 8), ("OffsetFetch", 9),
            ("FindCoordinator", 10), ("JoinGroup", 11), ("Heartbeat", 12), ("LeaveGroup", 13), ("SyncGroup", 14), ("ApiVersions", 18),
            ("InitProducerId", 22), ("OffsetForLeaderEpoch", 23), ("AddPartitionsToTxn", 24), ("AddOffsetsToTxn", 25), ("EndTxn", 26),
            ("TxnOffsetCommit", 28), ("ConsumerGroupHeartbeat", 68),
        ],
        _ => "");

    /// <summary>The code of the request whose answer has no error of its own.</summary>
    public const int MetadataRequest = 3;

    // In the order of their codes, from 0.
    private const string BrokerErrors =
        """
        None OffsetOutOfRange CorruptMessage UnknownTopicOrPartition InvalidFetchSize LeaderNotAvailable NotLeaderOrFollower
        RequestTimedOut BrokerNotAvailable ReplicaNotAvailable MessageTooLarge StaleControllerEpoch OffsetMetadataTooLarge
        NetworkException CoordinatorLoadInProgress CoordinatorNotAvailable NotCoordinator InvalidTopicException
        RecordListTooLarge NotEnoughReplicas NotEnoughReplicasAfterAppend InvalidRequiredAcks IllegalGeneration
        InconsistentGroupProtocol InvalidGroupId UnknownMemberId InvalidSessionTimeout RebalanceInProgress
        InvalidCommitOffsetSize TopicAuthorizationFailed GroupAuthorizationFailed ClusterAuthorizationFailed InvalidTimestamp
        UnsupportedSaslMechanism IllegalSaslState UnsupportedVersion TopicAlreadyExists InvalidPartitions
        InvalidReplicationFactor InvalidReplicaAssignment InvalidConfig NotController InvalidRequest
        UnsupportedForMessageFormat PolicyViolation OutOfOrderSequenceNumber DuplicateSequenceNumber InvalidProducerEpoch
        InvalidTxnState InvalidProducerIdMapping InvalidTransactionTimeout ConcurrentTransactions
        TransactionCoordinatorFenced TransactionalIdAuthorizationFailed SecurityDisabled OperationNotAttempted
        KafkaStorageError LogDirNotFound SaslAuthenticationFailed UnknownProducerId ReassignmentInProgress
        DelegationTokenAuthDisabled DelegationTokenNotFound DelegationTokenOwnerMismatch DelegationTokenRequestNotAllowed
        DelegationTokenAuthorizationFailed DelegationTokenExpired InvalidPrincipalType NonEmptyGroup GroupIdNotFound
        FetchSessionIdNotFound InvalidFetchSessionEpoch ListenerNotFound TopicDeletionDisabled FencedLeaderEpoch
        UnknownLeaderEpoch UnsupportedCompressionType StaleBrokerEpoch OffsetNotAvailable MemberIdRequired
        PreferredLeaderNotAvailable GroupMaxSizeReached FencedInstanceId EligibleLeadersNotAvailable ElectionNotNeeded
        NoReassignmentInProgress GroupSubscribedToTopic InvalidRecord UnstableOffsetCommit ThrottlingQuotaExceeded
        ProducerFenced ResourceNotFound DuplicateResource UnacceptableCredential InconsistentVoterSet InvalidUpdateVersion
        FeatureUpdateFailed PrincipalDeserializationFailure SnapshotNotFound PositionOutOfRange UnknownTopicId
        DuplicateBrokerRegistration BrokerIdNotRegistered InconsistentTopicId InconsistentClusterId TransactionalIdNotFound
        FetchSessionTopicIdError IneligibleReplica NewLeaderElected OffsetMovedToTieredStorage FencedMemberEpoch
        UnreleasedInstanceId UnsupportedAssignor StaleMemberEpoch MismatchedEndpointType UnsupportedEndpointType
        UnknownControllerId UnknownSubscriptionId TelemetryTooLarge InvalidRegistration TransactionAbortable
        InvalidRecordState ShareSessionNotFound InvalidShareSessionEpoch FencedStateEpoch InvalidVoterKey DuplicateVoter
        VoterNotFound InvalidRegularExpression RebootstrapRequired StreamsInvalidTopology StreamsInvalidTopologyEpoch
        StreamsTopologyFenced ShareSessionLimitReached
        """;

    private readonly string _kind;
    private readonly Func<int, string> _otherName;
    private readonly IReadOnlyList<(string Name, int Code)> _codes;

    private MockNames(string kind, IReadOnlyList<(string Name, int Code)> codes, Func<int, string> otherName)
    {
        _kind = kind;
        _codes = codes;
        _otherName = otherName;
        All = [.. codes.Select(code => code.Name).Order(StringComparer.Ordinal)];
    }

    /// <summary>All names, sorted.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>The code that belongs to a name.</summary>
    /// <param name="name">The name in any case, with or without underscores.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.MockArgumentInvalid"/>: no such name; near ones are listed.</exception>
    public int Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var (known, code) in _codes)
        {
            if (IsSame(name, known) || IsSame(name, _otherName(code)))
            {
                return code;
            }
        }

        var near = ClosestName.Near(name, All);
        throw new AirbyteKafkaException(
            ErrorKind.MockArgumentInvalid,
            $"A mock cluster knows no {_kind} '{name}'. "
            + (near.Count > 0 ? $"Near to it: {string.Join(", ", near)}." : "The tab key completes the names."));
    }

    private static bool IsSame(string given, string known) =>
        known.Length > 0 && string.Equals(Letters(given), Letters(known), StringComparison.OrdinalIgnoreCase);

    private static string Letters(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static string LibrdkafkasName(int code)
    {
        NativeLibraryLoader.EnsureLoaded();
        return code == 0 ? "" : new KafkaError(code).Name;
    }
}
