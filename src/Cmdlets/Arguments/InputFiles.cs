using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>The files that a command is to read, each once, in the order in which they were given.</summary>
/// <param name="cmdlet">Resolves paths by its session's current location.</param>
internal sealed class InputFiles(PSCmdlet cmdlet)
{
    // A longer text is no path anywhere.
    private const int LongestPath = 4096;

    private readonly List<string> _paths = [];
    private readonly HashSet<string> _targets = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Their full paths.</summary>
    internal IReadOnlyList<string> Paths => _paths;

    /// <summary>Adds what paths with wildcards match.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/>.</exception>
    internal void AddPatterns(IEnumerable<string> patterns)
    {
        foreach (var path in patterns.SelectMany(pattern => LiteralPath.ResolvePattern(cmdlet, pattern)))
        {
            Add(path);
        }
    }

    /// <summary>Adds files by their paths as they stand.</summary>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileUnreadable"/>.</exception>
    internal void AddLiteral(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            Add(LiteralPath.Resolve(cmdlet, path));
        }
    }

    /// <summary>Adds a file by its full path, unless it is among them already, be it by the name of a link to it.</summary>
    internal void Add(string fullPath)
    {
        if (_targets.Add(Target(fullPath)))
        {
            _paths.Add(fullPath);
        }
        else
        {
            cmdlet.WriteVerbose($"'{Printable.Of(fullPath, Printable.MaxPathLength)}' was given more than once; it is read once.");
        }
    }

    /// <summary>Makes sure, before anything is done with the first of them, that all are files.</summary>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.FileUnreadable"/> or <see cref="ErrorKind.InputUnsupported"/>.
    /// </exception>
    internal void ThrowIfNotFiles()
    {
        try
        {
            _paths.ForEach(ThrowIfNoFile);
        }
        catch (AirbyteKafkaException failure) when (_paths.Count > 1)
        {
            throw new AirbyteKafkaException(failure.Kind,
                string.Create(CultureInfo.InvariantCulture, $"{failure.Message} None of the {_paths.Count} files was read."), failure);
        }
    }

    /// <summary>Whether a text is the path of a file that exists. Nothing in it makes an error.</summary>
    internal static bool IsPathOfFile(PSCmdlet cmdlet, string text)
    {
        if (text.Length is 0 or > LongestPath || text.AsSpan().ContainsAny('\n', '\0'))
        {
            return false;
        }

        var path = cmdlet.SessionState.Path;
        try
        {
            return File.Exists(Path.Combine(path.CurrentFileSystemLocation.ProviderPath, text))
                || (path.IsPSAbsolute(text, out var drive)
                    && cmdlet.SessionState.Drive.GetAll().Any(known => known.Name.Equals(drive, StringComparison.OrdinalIgnoreCase))
                    && File.Exists(LiteralPath.Resolve(cmdlet, text)));
        }
        catch (Exception failure) when (failure is AirbyteKafkaException or ArgumentException or RuntimeException)
        {
            return false;
        }
    }

    private static void ThrowIfNoFile(string path)
    {
        if (!File.Exists(path))
        {
            // Opening tells why: it is not there, it is a folder, or its folder is closed to this user.
            LiteralPath.OpenRead(path).Dispose();
        }

        StandardInputs.ThrowIfTerminal(path, Target(path));
    }

    private static string Target(string path)
    {
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // It is not there, or leads nowhere: who reads it gets the reason.
            return path;
        }
    }
}
