using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Writes a file that only its owner may read: mode 0600; on Windows it has the rights of its folder.</summary>
internal static class SecretFile
{
    /// <summary>Writes it. A file that is there already is replaced as a whole, or not at all.</summary>
    /// <param name="fullPath">Where.</param>
    /// <param name="content">What.</param>
    /// <param name="overwrite">Whether a file that is there may be replaced.</param>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.FileExists"/> or <see cref="ErrorKind.FileUnwritable"/>.</exception>
    internal static void Write(string fullPath, ReadOnlySpan<byte> content, bool overwrite)
    {
        var exists = Path.Exists(fullPath);
        if (exists && !(overwrite && File.Exists(fullPath)))
        {
            throw Directory.Exists(fullPath) ? Unwritable(fullPath, "it is a folder. Give the path of a file.") : Exists(fullPath);
        }

        // The rights of the file are those it is made with, so it is never the old one that is written to.
        var path = exists ? Path.Combine(Path.GetDirectoryName(fullPath)!, $".{Path.GetFileName(fullPath)}.{Guid.NewGuid():N}") : fullPath;
        var made = false;
        try
        {
            using (var file = Create(path))
            {
                made = true;
                file.Write(content);
            }

            if (exists)
            {
                File.Move(path, fullPath, overwrite: true);
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            if (made)
            {
                File.Delete(path);
            }

            throw !made && Path.Exists(path) ? Exists(fullPath)
                : failure is DirectoryNotFoundException ? Unwritable(fullPath, "there is no such folder. Make it first.", failure)
                : Unwritable(fullPath, failure.Message, failure);
        }
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    private static AirbyteKafkaException Exists(string path) =>
        new(ErrorKind.FileExists, $"The file '{path}' exists already and was left as it is. Choose another name, or replace it with "
            + $"-Force.");

    private static AirbyteKafkaException Unwritable(string path, string reason, Exception? inner = null) => Path.Exists(path)
        || PathText.LooksLikePath(path)
        ? new(ErrorKind.FileUnwritable, $"The file '{path}' cannot be written: {reason}", inner)
        : new(ErrorKind.FileUnwritable, $"The path given cannot be written to: {PathText.Describe(path)}. It is not shown, as it may be "
            + $"a secret.");
}
