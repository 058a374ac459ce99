namespace AirbyteKafka.Cmdlets;

/// <summary>Where <c>Get-Help -Online</c> leads.</summary>
internal static class HelpLinks
{
    /// <summary>The page of all cmdlets; a cmdlet's name in lower case follows.</summary>
    internal const string Cmdlets = "https://github.com/airbyte-kafka/airbyte-kafka/blob/main/docs/cmdlets.md#";
}
