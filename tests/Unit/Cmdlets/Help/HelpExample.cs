namespace AirbyteKafka.Tests.Cmdlets.Help;

/// <summary>An example: what it is for, the command, and perhaps a word on it.</summary>
internal sealed record HelpExample(string Title, string Code, string Remarks);
