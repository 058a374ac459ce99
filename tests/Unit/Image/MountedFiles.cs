using System.Text;

namespace AirbyteKafka.Tests.Image;

/// <summary>Files of a sync where a container's user may read them, and the option that shows them to it in <c>/secrets</c>.</summary>
internal sealed class MountedFiles : IDisposable
{
    private const UnixFileMode ForAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode FolderForAll = ForAll | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airbytekafka-");

    internal MountedFiles(string config, string catalog)
    {
        if (!OperatingSystem.IsWindows())
        {
            _folder.UnixFileMode = FolderForAll;
        }

        Add("config.json", Encoding.UTF8.GetBytes(config));
        Add("catalog.json", Encoding.UTF8.GetBytes(catalog));
    }

    /// <summary>The option, in two words.</summary>
    internal string[] Option => ["--volume", $"{_folder.FullName}:/secrets:ro"];

    /// <summary>The words of a write after its command.</summary>
    internal static string[] WriteWords { get; } = ["--config", "/secrets/config.json", "--catalog", "/secrets/catalog.json"];

    /// <summary>Adds a file.</summary>
    internal void Add(string name, byte[] content)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllBytes(path, content);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, ForAll);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
