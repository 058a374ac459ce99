namespace AirbyteKafka.Tools.Help;

/// <summary>What docs/cmdlets.md says about a cmdlet.</summary>
internal sealed record CmdletHelp(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<HelpEntry> Parameters,
    IReadOnlyList<HelpEntry> Inputs,
    IReadOnlyList<HelpEntry> Outputs,
    IReadOnlyList<HelpExample> Examples);

/// <summary>A line of a list: something's name, and what there is to say about it; one of the two may be empty.</summary>
internal sealed record HelpEntry(string Name, string Text);

/// <summary>An example: what it is for, the command, and perhaps a word on it.</summary>
internal sealed record HelpExample(string Title, string Code, string Remarks);
