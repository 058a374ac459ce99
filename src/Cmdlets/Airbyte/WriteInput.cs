using System.Globalization;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>One of the inputs that a command was given to write.</summary>
/// <param name="Source">The file's full path; <see langword="null"/> for the pipeline and for standard input.</param>
/// <param name="Open">Opens it from its start.</param>
/// <param name="Later">The files that come after it.</param>
/// <param name="IsOneOfSeveral">Whether the command has other files too.</param>
internal sealed record WriteInput(string? Source, Func<Stream> Open, IReadOnlyList<string> Later, bool IsOneOfSeveral)
{
    private const int MostNames = 10;

    /// <summary>The process's standard input.</summary>
    internal static readonly WriteInput StandardInput = new(null, Console.OpenStandardInput, [], IsOneOfSeveral: false);

    /// <summary>Lines from the pipeline, which come by themselves.</summary>
    internal static readonly WriteInput Pipeline = new(null, () => Stream.Null, [], IsOneOfSeveral: false);

    /// <summary>One input for each file.</summary>
    /// <param name="paths">Their full paths.</param>
    /// <param name="open">Opens a file.</param>
    internal static IReadOnlyList<WriteInput> Files(IReadOnlyList<string> paths, Func<string, Stream> open) =>
        [.. paths.Select((path, index) => new WriteInput(path, () => open(path), [.. paths.Skip(index + 1)], paths.Count > 1))];

    /// <summary>A failure of this input's write, together with the file's name and the files that were not read because of it.</summary>
    internal AirbyteKafkaException Explain(AirbyteKafkaException failure)
    {
        var where = Source is null || failure.Message.Contains(Source, StringComparison.Ordinal) ? ""
            : $"The file '{Source}' was not written to its end. ";
        return Source is null
            ? failure
            : new AirbyteKafkaException(failure.Kind, where + failure.Message + NotRead(), failure)
            {
                ExitCode = failure.ExitCode,
                Line = failure.Line,
                Stream = failure.Stream,
                Topic = failure.Topic,
                File = Source,
            };
    }

    private string NotRead()
    {
        if (Later.Count == 0)
        {
            return "";
        }

        var names = string.Join(", ", Later.Take(MostNames).Select(path => $"'{path}'"));
        var more = Later.Count > MostNames ? string.Create(CultureInfo.InvariantCulture, $" and {Later.Count - MostNames} more") : "";
        return string.Create(
            CultureInfo.InvariantCulture, $" {Later.Count} {(Later.Count == 1 ? "file" : "files")} after it "
                + $"{(Later.Count == 1 ? "was" : "were")} not read: {names}{more}.");
    }
}
