using System.Management.Automation.Runspaces;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>Turns the arguments after a script's path into parameters. They never become script text, so nothing in them is expanded.</summary>
internal static class ScriptArguments
{
    /// <summary>
    /// As pwsh does: `-name` and `--name` are parameter names, `-name:value` is a name with its value (a boolean where it
    /// reads as one: `-switch:$false`), `-name:` takes the next argument as its value, all else is a positional value.
    /// </summary>
    public static IEnumerable<CommandParameter> Parse(IReadOnlyList<string> arguments)
    {
        for (var i = 0; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument.Length < 2 || !IsDash(argument[0]))
            {
                yield return new CommandParameter(null, argument);
                continue;
            }

            var colon = argument.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                yield return new CommandParameter(argument);
            }
            else if (colon < argument.Length - 1)
            {
                yield return new CommandParameter(argument[..colon], BooleanOrText(argument[(colon + 1)..]));
            }
            else if (i + 1 < arguments.Count)
            {
                yield return new CommandParameter(argument.TrimEnd(':'), arguments[++i]);
            }
        }
    }

    // The language takes en dash, em dash and horizontal bar for a dash.
    private static bool IsDash(char c) => c is '-' or '\u2013' or '\u2014' or '\u2015';

    private static object BooleanOrText(string value) =>
        bool.TryParse(value.AsSpan(value.StartsWith('$') ? 1 : 0), out var boolean) ? boolean : value;
}
