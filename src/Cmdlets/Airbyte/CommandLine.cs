using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>What Airbyte asks a destination for: one command and the files it is about.</summary>
/// <param name="Command">What to do.</param>
/// <param name="Config">The path of the configuration; empty for <see cref="AirbyteCommand.Spec"/>.</param>
/// <param name="Catalog">The path of the configured catalog; empty but for <see cref="AirbyteCommand.Write"/>.</param>
/// <param name="Verbose">Whether more is to be logged.</param>
/// <param name="Debug">Whether all that Kafka's client does is to be logged.</param>
internal sealed record CommandLine(AirbyteCommand Command, string Config, string Catalog, bool Verbose, bool Debug)
{
    private const string Usage = "Use: spec | check --config FILE | write --config FILE --catalog FILE.";

    /// <summary>Reads a command line. Airbyte's own words have two dashes; PowerShell's way to write an option is taken as well.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.CommandLineInvalid"/>.</exception>
    internal static CommandLine Parse(IReadOnlyList<string> words)
    {
        AirbyteCommand? command = null;
        var (config, catalog) = ("", "");
        var (verbose, debug) = (false, false);
        for (var i = 0; i < words.Count; i++)
        {
            switch (words[i])
            {
                case "spec" or "--spec":
                    command = Only(command, AirbyteCommand.Spec);
                    break;
                case "check" or "--check":
                    command = Only(command, AirbyteCommand.Check);
                    break;
                case "write" or "--write":
                    command = Only(command, AirbyteCommand.Write);
                    break;
                case "-config" or "--config":
                    config = File(words, ++i);
                    break;
                case "-catalog" or "--catalog":
                    catalog = File(words, ++i);
                    break;
                case "discover" or "read" or "--discover" or "--read":
                    throw Invalid($"'{words[i]}' is for sources; this is a destination.");
                case var word when IsOption(word, "verbose"):
                    verbose = true;
                    break;
                case var word when IsOption(word, "debug"):
                    debug = true;
                    break;
                case var word:
                    throw Invalid($"Unknown argument '{word}'.");
            }
        }

        var line = new CommandLine(command ?? throw Invalid("No command was given."), config, catalog, verbose, debug);
        return line switch
        {
            { Command: AirbyteCommand.Check or AirbyteCommand.Write, Config: "" } => throw Invalid($"{Name(line.Command)} needs --config FILE."),
            { Command: AirbyteCommand.Write, Catalog: "" } => throw Invalid($"{Name(line.Command)} needs --catalog FILE."),
            _ => line,
        };
    }

    private static AirbyteCommand Only(AirbyteCommand? before, AirbyteCommand command) =>
        before is null ? command : throw Invalid($"Two commands were given: {Name(before.Value)} and {Name(command)}.");

    private static string File(IReadOnlyList<string> words, int index) =>
        index < words.Count ? words[index] : throw Invalid($"{words[index - 1]} needs the path of a file.");

    private static bool IsOption(string word, string name) =>
        word.Equals("-" + name, StringComparison.OrdinalIgnoreCase) || word.Equals("--" + name, StringComparison.OrdinalIgnoreCase);

    private static string Name(AirbyteCommand command) => command.ToString().ToLowerInvariant();

    private static AirbyteKafkaException Invalid(string what) => new(ErrorKind.CommandLineInvalid, $"{what} {Usage}");
}
