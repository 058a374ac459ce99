namespace AirbyteKafka.Bench.EndToEnd.Inputs;

/// <summary>Has each input once.</summary>
/// <param name="folder">Where generated ones lie.</param>
/// <param name="given">The file that stands for no shape.</param>
internal sealed class InputStore(string folder, string? given)
{
    private readonly Dictionary<string, InputFile> _files = [];

    /// <summary>The input of a shape, or the given one.</summary>
    internal InputFile Get(InputShape? shape)
    {
        var key = shape?.FileName ?? "";
        if (!_files.TryGetValue(key, out var file))
        {
            file = shape is null ? InputFile.Take(given!, folder) : InputFile.Generate(shape, folder);
            _files.Add(key, file);
        }

        return file;
    }
}
