namespace AirbyteKafka.Tests.Cmdlets.Help;

/// <summary>What docs/cmdlets.md says about a cmdlet.</summary>
internal sealed record CmdletHelp(
    string Name,
    string Synopsis,
    IReadOnlyList<string> Description,
    IReadOnlyList<HelpEntry> Parameters,
    IReadOnlyList<HelpEntry> Inputs,
    IReadOnlyList<HelpEntry> Outputs,
    IReadOnlyList<HelpExample> Examples);
