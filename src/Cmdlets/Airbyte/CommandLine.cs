using System.Globalization;
using System.Text.RegularExpressions;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>What Airbyte asks a destination for: one command and the files it is about.</summary>
/// <param name="Command">What to do.</param>
/// <param name="Config">The path of the configuration; empty for <see cref="AirbyteCommand.Spec"/>.</param>
/// <param name="Catalog">The path of the configured catalog; empty but for <see cref="AirbyteCommand.Write"/>.</param>
/// <param name="Verbose">Whether more is to be logged.</param>
/// <param name="Debug">Whether all that Kafka's client does is to be logged.</param>
internal sealed partial record CommandLine(AirbyteCommand Command, string Config, string Catalog, bool Verbose, bool Debug)
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
                case var word when After(word, "config=") is { } file:
                    config = File("--config", file);
                    break;
                case var word when After(word, "catalog=") is { } file:
                    catalog = File("--catalog", file);
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
                    throw Invalid($"Unknown argument {Show(word, i)}.");
            }
        }

        var line = new CommandLine(command ?? throw Invalid("No command was given."), config, catalog, verbose, debug);
        return line switch
        {
            { Command: AirbyteCommand.Check or AirbyteCommand.Write, Config: "" } => throw Invalid($"{Name(line.Command)} needs --config "
                + $"FILE."),
            { Command: AirbyteCommand.Write, Catalog: "" } => throw Invalid($"{Name(line.Command)} needs --catalog FILE."),
            _ => line,
        };
    }

    private static AirbyteCommand Only(AirbyteCommand? before, AirbyteCommand command) =>
        before is null ? command : throw Invalid($"Two commands were given: {Name(before.Value)} and {Name(command)}.");

    private static string File(IReadOnlyList<string> words, int index) => File(words[index - 1], index < words.Count ? words[index] : "");

    private static string File(string option, string file) => file.Length > 0 ? file : throw Invalid($"{option} needs the path of a file.");

    // As in --config=FILE, which the parser of Airbyte's Java connectors takes as well.
    private static string? After(string word, string name) =>
        word.StartsWith("--" + name, StringComparison.Ordinal) ? word[(name.Length + 2)..]
        : word.StartsWith("-" + name, StringComparison.Ordinal) ? word[(name.Length + 1)..]
        : null;

    // A value in the wrong place may be a secret: only what looks like an option is repeated, and without its value.
    private static string Show(string word, int index)
    {
        var option = word.Split('=', ':')[0];
        return OptionName().IsMatch(option) || ClosestName.Of(word,
            ["spec", "check", "write", "discover", "read", "sync", "help", "version", "test", "run"]) is not null
            ? $"'{option}'"
            : string.Create(CultureInfo.InvariantCulture, $"at position {index + 1}, {QuotedValue.Length(word)}");
    }

    [GeneratedRegex("^--?[A-Za-z][A-Za-z_-]{1,30}$", RegexOptions.CultureInvariant)]
    private static partial Regex OptionName();

    private static bool IsOption(string word, string name) =>
        word.Equals("-" + name, StringComparison.OrdinalIgnoreCase) || word.Equals("--" + name, StringComparison.OrdinalIgnoreCase);

    private static string Name(AirbyteCommand command) => command.ToString().ToLowerInvariant();

    private static AirbyteKafkaException Invalid(string what) => new(ErrorKind.CommandLineInvalid, $"{what} {Usage}");
}
