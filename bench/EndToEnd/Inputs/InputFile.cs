using System.Text.Json;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Bench.EndToEnd.Inputs;

/// <summary>An input of Airbyte messages with its catalog.</summary>
/// <param name="FilePath">The messages.</param>
/// <param name="CatalogPath">The catalog.</param>
/// <param name="Records">How many RECORDs there are.</param>
/// <param name="States">How many STATEs.</param>
/// <param name="Others">How many messages of other types.</param>
/// <param name="Streams">The streams of the records.</param>
internal sealed record InputFile(string FilePath, string CatalogPath, long Records, long States, long Others,
    IReadOnlyList<StreamDescriptor> Streams)
{
    private const int BufferSize = 1024 * 1024;
    private static readonly string[] SyncModes = ["full_refresh"];

    /// <summary>Length of the messages' file.</summary>
    internal long Bytes { get; } = new FileInfo(FilePath).Length;

    /// <summary>Generates an input in a folder, unless it is there already.</summary>
    internal static InputFile Generate(InputShape shape, string folder)
    {
        var generator = new InputGenerator(shape);
        var path = Path.Combine(folder, shape.FileName);
        if (!File.Exists(path))
        {
            using (var file = new FileStream(path + ".new", FileMode.Create, FileAccess.Write, FileShare.None, BufferSize))
            {
                generator.Write(file);
            }

            File.Move(path + ".new", path);
        }

        return new InputFile(path, WriteCatalog(generator.Streams, path), shape.Records, shape.States, 0, generator.Streams);
    }

    /// <summary>Takes a file that is there: counts its messages, and writes a catalog of its streams into a folder.</summary>
    /// <exception cref="Errors.AirbyteKafkaException">A line is no Airbyte message.</exception>
    internal static InputFile Take(string path, string folder)
    {
        var streams = new HashSet<StreamDescriptor>();
        long records = 0;
        long states = 0;
        long others = 0;
        MessageLines.Read(path, (line, in message) =>
        {
            if (message.Type == MessageType.State)
            {
                states++;
            }
            else if (message.Type == MessageType.Record)
            {
                records++;
                streams.Add(new StreamDescriptor(
                    message.Namespace.IsPresent ? JsonText.Unescape(message.Namespace.Of(line)) : null,
                        JsonText.Unescape(message.Stream.Of(line))));
            }
            else
            {
                others++;
            }
        });
        return new InputFile(path, WriteCatalog([.. streams], Path.Combine(folder, Path.GetFileName(path))), records, states, others,
            [.. streams]);
    }

    /// <summary>Reads the file once, so that no run has to fetch it from the disk.</summary>
    internal void Warm()
    {
        using var file = new FileStream(FilePath, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var buffer = new byte[BufferSize];
        while (file.Read(buffer) > 0)
        {
        }
    }

    private static string WriteCatalog(IReadOnlyList<StreamDescriptor> streams, string path)
    {
        var catalog = new
        {
            streams = streams.Select(stream => new
            {
                stream = new { name = stream.Name, @namespace = stream.Namespace, json_schema = new { type = "object" },
                    supported_sync_modes = SyncModes },
                sync_mode = SyncModes[0],
                destination_sync_mode = "append",
            }),
        };
        File.WriteAllBytes(path + ".catalog.json", JsonSerializer.SerializeToUtf8Bytes(catalog));
        return path + ".catalog.json";
    }
}
