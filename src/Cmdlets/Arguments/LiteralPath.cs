using System.Management.Automation;
using System.Text.RegularExpressions;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>
/// Paths as a person at a prompt writes them: relative to the session's location, on any of its drives, without wildcards.
/// </summary>
/// <remarks>No message repeats a text that may be something else than a path: <see cref="PathText"/>.</remarks>
internal static partial class LiteralPath
{
    private const string FileSystem = "FileSystem";

    // What is given as a path may be a pipe.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The full paths of what a path with wildcards matches, in the order of their names; of a path without wildcards, what is there.
    /// </summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/>: nothing matches, or the drive does not exist or is none of the file system.
    /// </exception>
    internal static IReadOnlyList<string> ResolvePattern(PSCmdlet cmdlet, string pattern)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(pattern))
        {
            return [Resolve(cmdlet, pattern)];
        }

        try
        {
            var matches = cmdlet.SessionState.Path.GetResolvedProviderPathFromPSPath(pattern, out var provider);
            return (provider.Name, matches.Count) switch
            {
                (FileSystem, 0) => throw Unmatched(pattern),
                (FileSystem, _) => [.. matches.Order(StringComparer.Ordinal)],
                _ => throw OfAnotherProvider(provider, drive: null),
            };
        }
        catch (ItemNotFoundException failure)
        {
            throw Unmatched(pattern, failure);
        }
        catch (Exception failure) when (
            failure is SessionStateException or ProviderInvocationException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(pattern, failure.Message, failure);
        }
    }

    /// <summary>The full path in the file system. Nothing has to exist there.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/>: the drive does not exist or is none of the file system.
    /// </exception>
    internal static string Resolve(PSCmdlet cmdlet, string path)
    {
        try
        {
            var resolved = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out var provider, out var drive);
            return provider.Name == FileSystem
                ? resolved
                : throw OfAnotherProvider(provider, drive);
        }
        catch (Exception failure) when (
            failure is SessionStateException or ProviderInvocationException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(path, failure.Message, failure);
        }
    }

    /// <summary>Whether a text leads to something: a file, a folder, or an item of another provider's drive.</summary>
    internal static bool Exists(PSCmdlet cmdlet, string text)
    {
        try
        {
            var path = cmdlet.SessionState.Path.GetUnresolvedProviderPathFromPSPath(text, out var provider, out _);
            return provider.Name != FileSystem || Path.Exists(path);
        }
        catch (Exception failure) when (
            failure is SessionStateException or ProviderInvocationException or ArgumentException or NotSupportedException)
        {
            return false;
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <param name="cmdlet">Ends the wait for a pipe when it is stopped.</param>
    /// <param name="fullPath">From <see cref="Resolve"/>.</param>
    /// <param name="maxBytes">The most bytes it may have.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/>.</exception>
    /// <exception cref="OperationCanceledException">The cmdlet was stopped.</exception>
    internal static byte[] ReadAllBytes(PSCmdlet cmdlet, string fullPath, long maxBytes) =>
        Read(fullPath, path => BoundedFile.Read(path, maxBytes, Patience,
            (cmdlet as CancellableCmdlet)?.StopToken ?? CancellationToken.None));

    /// <summary>Opens a file to be read from its start to its end.</summary>
    /// <param name="fullPath">From <see cref="Resolve"/>.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/>.</exception>
    internal static FileStream OpenRead(string fullPath) => Read(
        fullPath, path => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0,
            FileOptions.SequentialScan));

    private static T Read<T>(string fullPath, Func<string, T> read)
    {
        try
        {
            // Elsewhere than on Windows a folder opens like a file and fails only later, with words that do not help.
            return Directory.Exists(fullPath)
                ? throw new AirbyteKafkaException(ErrorKind.FileUnreadable, $"The file '{fullPath}' cannot be read: it is a folder. Give "
                    + $"the path of a file.")
                : read(fullPath);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            throw Unreadable(fullPath, "there is no such file. Check the path.", failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw Unreadable(fullPath, "this user may not read it. Grant the right to read it.", failure);
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or NotSupportedException)
        {
            throw Unreadable(fullPath, failure.Message, failure);
        }
    }

    private static AirbyteKafkaException Unmatched(string pattern, Exception? inner = null) =>
        PathText.LooksLikePath(WildcardCharacters().Replace(pattern, "x"))
        ? new(
            ErrorKind.FileUnreadable,
            $"No file matches '{pattern}'. Check the path; for a name that itself has brackets, asterisks or question marks use "
                + $"-LiteralPath.",
            inner)
        : Unshown(pattern);

    private static AirbyteKafkaException OfAnotherProvider(ProviderInfo provider, PSDriveInfo? drive) => new(
        ErrorKind.FileUnreadable,
        $"The file '{drive?.Name ?? provider.Name}:…' cannot be read: it is a path of the provider {provider.Name}. Give the path of a "
            + $"file.");

    // What lies below repeats the text as well: its message, and its own properties.
    private static AirbyteKafkaException Unreadable(string path, string reason, Exception inner) => PathText.LooksLikePath(path)
        ? new(ErrorKind.FileUnreadable, $"The file '{path}' cannot be read: {reason}", inner)
        : Unshown(path);

    private static AirbyteKafkaException Unshown(string path) => new(
        ErrorKind.FileUnreadable,
        $"There is no file that can be read for the path given: {PathText.Describe(path)}. It is not shown, as it may hold a secret.");

    [GeneratedRegex(@"[*?\[\]]")]
    private static partial Regex WildcardCharacters();
}
