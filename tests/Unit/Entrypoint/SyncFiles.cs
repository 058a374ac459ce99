namespace AirbyteKafka.Tests.Entrypoint;

/// <summary>The files of a sync, in a folder whose name has what paths may have.</summary>
internal sealed class SyncFiles : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("airbyte kafka $1 ");

    internal SyncFiles(string config, string catalog, string messages = "")
    {
        Config = Write("config.json", config);
        Catalog = Write("catalog.json", catalog);
        Messages = Write("messages.jsonl", messages);
        Broken = Write("broken.json", "{\n \"bootstrap_servers\": }");
    }

    internal string Config { get; }

    internal string Catalog { get; }

    internal string Messages { get; }

    /// <summary>A file that is not JSON, by a fault in its second line.</summary>
    internal string Broken { get; }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
