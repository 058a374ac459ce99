namespace AirbyteKafka.Tests.Shell;

/// <summary>A temporary folder to write scripts into. Its name holds what naive quoting breaks on.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("shell it's [1] $HOME ");

    /// <summary>The folder.</summary>
    public string Path => _directory.FullName;

    /// <summary>Writes a script and returns its path.</summary>
    public string Write(string text, string name = "script.ps1")
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);
}
