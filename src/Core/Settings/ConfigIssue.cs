namespace AirbyteKafka.Settings;

/// <summary>One thing that is wrong with, or worth saying about, a configuration or a catalog.</summary>
/// <param name="Id">Which kind; stable across versions.</param>
/// <param name="Path">The JSON path of the property, as in <c>protocol.sasl_mechanism</c>; empty for the document as a whole.</param>
/// <param name="Message">Whole sentences for the person who has to act: what was found, what is allowed. Never holds a secret.</param>
public sealed record ConfigIssue(ConfigIssueId Id, string Path, string Message);
