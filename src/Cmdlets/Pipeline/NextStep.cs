using System.Collections.Frozen;
using System.Globalization;
using System.Management.Automation.Language;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>
/// The command that helps after a failure: an error record's <c>RecommendedAction</c>, which PowerShell shows below the message.
/// </summary>
/// <remarks>What is to be mended stands in the message. This is where to look.</remarks>
internal static class NextStep
{
    private const string Connections = "Test-KafkaConnection says step by step how far a connection comes.";
    private const string Topics = "Get-KafkaTopic lists topics, Get-KafkaDestinationTopic those that streams go to.";

    private static readonly FrozenDictionary<ErrorKind, string> Commands = new Dictionary<ErrorKind, string>
    {
        [ErrorKind.ConfigInvalid] = "Get-KafkaDestinationSpec lists all settings, Get-Help New-KafkaDestinationConfig explains them.",
        [ErrorKind.CatalogInvalid] = "New-AirbyteCatalog makes a catalog from the names of streams, or from a discovered one.",
        [ErrorKind.StreamNotInCatalog] = "Get-KafkaDestinationTopic lists the streams of a catalog.",
        [ErrorKind.NotConnected] = "Get-Help about_AirbyteKafka_Connection shows what a connection is made from.",
        [ErrorKind.GroupMissing] = "Get-KafkaConsumerGroup lists groups.",
        [ErrorKind.BrokerUnreachable] = Connections,
        [ErrorKind.ListenerMismatch] = Connections,
        [ErrorKind.TlsFailed] = Connections,
        [ErrorKind.AuthenticationFailed] = Connections,
        [ErrorKind.BrokerUnavailable] = Connections,
        [ErrorKind.DeliveryTimedOut] = Connections,
        [ErrorKind.TopicMissing] = Topics,
        [ErrorKind.TopicNameInvalid] = Topics,
    }.ToFrozenDictionary();

    /// <summary>A sentence that names the command; <see langword="null"/> where none helps.</summary>
    internal static string? After(AirbyteKafkaException failure) => failure is { Line: { } line, File: { } path } && IsOfTheInput(failure)
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"Get-Content -LiteralPath '{CodeGeneration.EscapeSingleQuotedStringContent(path)}' -TotalCount {line} | "
                + $"Select-Object -Last 1 shows the line.")
        : Commands.GetValueOrDefault(failure.Kind);

    private static bool IsOfTheInput(AirbyteKafkaException failure) =>
        failure.Kind == ErrorKind.MessageMalformed || failure.Kind == ErrorKind.StreamNotInCatalog;
}
