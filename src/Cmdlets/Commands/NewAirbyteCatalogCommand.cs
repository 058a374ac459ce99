using System.Management.Automation;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>New-AirbyteCatalog: makes a configured catalog of the names of streams, or of what a source has discovered.</summary>
[Cmdlet(
    VerbsCommon.New, "AirbyteCatalog", DefaultParameterSetName = NamesSet, HelpUri = HelpLinks.Cmdlets + "new-airbytecatalog")]
[OutputType(OutputName)]
public sealed class NewAirbyteCatalogCommand : CancellableCmdlet
{
    private const string OutputName = "AirbyteKafka.ConfiguredCatalog";
    private const string NamesSet = "Names";
    private const string DiscoveredSet = "Discovered";

    private readonly JsonArray _streams = [];

    /// <summary>The streams' names.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = NamesSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string[] Stream { get; set; } = [];

    /// <summary>The namespace of all of them.</summary>
    [Parameter(ParameterSetName = NamesSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NothingCompleter))]
    public string? Namespace { get; set; }

    /// <summary>What a source's discover has given: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, ParameterSetName = DiscoveredSet)]
    [ValidateNotNull]
    public object DiscoveredCatalog { get; set; } = "";

    /// <summary>Write JSON text in place of an object.</summary>
    [Parameter]
    public SwitchParameter AsJson { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        foreach (var name in Stream)
        {
            var stream = new JsonObject { ["name"] = name, ["json_schema"] = new JsonObject() };
            if (Namespace is not null)
            {
                stream.Insert(1, "namespace", Namespace);
            }

            Add(stream);
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (ParameterSetName == DiscoveredSet)
        {
            AddDiscovered();
        }

        var catalog = new JsonObject { ["streams"] = _streams };
        var json = catalog.ToJsonString(new() { Encoder = PowerShellJson.Options.Encoder, WriteIndented = AsJson });

        // Read as the commands that take it will: streams given twice are found here.
        RunspaceState.Current.SawCatalog(
            AirbyteKafka.Airbyte.Catalog.ConfiguredCatalog.Parse(Encoding.UTF8.GetBytes(json), MyInvocation.MyCommand.Name));
        if (AsJson)
        {
            WriteObject(json);
            return;
        }

        var result = PSObject.AsPSObject(PowerShellJson.Deserialize(Encoding.UTF8.GetBytes(json)));
        result.TypeNames.Insert(0, OutputName);
        WriteObject(result);
    }

    private void Add(JsonObject stream) => _streams.Add((JsonNode)new JsonObject
    {
        ["stream"] = stream,
        ["sync_mode"] = "full_refresh",
        ["destination_sync_mode"] = "append",
    });

    private void AddDiscovered()
    {
        var given = JsonArgument.Read(this, nameof(DiscoveredCatalog), DiscoveredCatalog, ErrorKind.CatalogInvalid);
        if (Streams(given) is not { } streams)
        {
            throw new AirbyteKafkaException(
                ErrorKind.CatalogInvalid,
                $"{given.Source} is no discovered catalog: it has no list of streams. Give the CATALOG message of a source's discover, or "
                + "the catalog in it.");
        }

        foreach (var stream in streams.OfType<JsonObject>())
        {
            Add((JsonObject)stream.DeepClone());
        }
    }

    // The message, or the catalog in it.
    private static JsonArray? Streams(JsonArgument given)
    {
        try
        {
            var root = JsonNode.Parse(Encoding.UTF8.GetString(given.Utf8).TrimStart('\uFEFF')) as JsonObject;
            return (root?["catalog"] as JsonObject ?? root)?["streams"] as JsonArray;
        }
        catch (Exception unreadable) when (unreadable is System.Text.Json.JsonException or ArgumentException)
        {
            return null;
        }
    }
}
