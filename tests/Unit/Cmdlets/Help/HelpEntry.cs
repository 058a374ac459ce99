namespace AirbyteKafka.Tests.Cmdlets.Help;

/// <summary>A line of a list: something's name, and what there is to say about it; one of the two may be empty.</summary>
internal sealed record HelpEntry(string Name, string Text);
