using System.Management.Automation;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Configuration;
using AirbyteKafka.Delivery;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Write-AirbyteRecords: Airbyte messages into Kafka, and their states back once their records are safe.</summary>
[Cmdlet(VerbsCommunications.Write, "AirbyteRecords", DefaultParameterSetName = PipelineSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Low, HelpUri = HelpLinks.Cmdlets + "write-airbyterecords")]
[Alias("Write-AirbyteRecord")]
[OutputType(typeof(WriteResult))]
public sealed class WriteAirbyteRecordsCommand : CancellableCmdlet
{
    private const string PipelineSet = "InputObject";
    private const string FileSet = "LiteralPath";
    private const string StandardInputSet = "StandardInput";

    private ShellWrite? _pipeline;
    private bool _opened;

    /// <summary>The destination's configuration: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNull]
    public object Config { get; set; } = "";

    /// <summary>The configured catalog: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public object Catalog { get; set; } = "";

    /// <summary>The user and password to log in with, in place of those in the configuration; client id and secret for OAUTHBEARER.</summary>
    [Parameter]
    [ValidateNotNull]
    [Credential]
    public PSCredential? Credential { get; set; }

    /// <summary>Airbyte messages, one JSON object a line.</summary>
    [Parameter(ParameterSetName = PipelineSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public string[] InputObject { get; set; } = [];

    /// <summary>A file of Airbyte messages, read as it is.</summary>
    [Parameter(ParameterSetName = FileSet, Mandatory = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    [ValidateNotNullOrEmpty]
    public string LiteralPath { get; set; } = "";

    /// <summary>Read the messages from the process's standard input, byte for byte.</summary>
    [Parameter(ParameterSetName = StandardInputSet, Mandatory = true)]
    public SwitchParameter StandardInput { get; set; }

    /// <summary>Speak Airbyte's protocol on the process's standard output, in place of an object.</summary>
    [Parameter(ParameterSetName = FileSet)]
    [Parameter(ParameterSetName = StandardInputSet)]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        switch (ParameterSetName)
        {
            case PipelineSet:
                OpenPipeline();
                _pipeline?.Write(InputObject, StopToken);
                break;
            case FileSet:
                _opened = true;
                RunWhole(() => Arguments.LiteralPath.OpenRead(Arguments.LiteralPath.Resolve(this, LiteralPath)));
                break;
            default:
                RunWhole(Console.OpenStandardInput);
                break;
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        // A pipeline that brought nothing gets its result too.
        if (ParameterSetName == PipelineSet)
        {
            OpenPipeline();
        }

        _pipeline?.Complete(StopToken);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pipeline?.Dispose();
        }

        base.Dispose(disposing);
    }

    // Not at the beginning: which parameter set it is turns out with the first object from the pipeline, text or file.
    private void OpenPipeline()
    {
        if (!_opened)
        {
            _opened = true;
            _pipeline = Open();
        }
    }

    private void RunWhole(Func<Stream> open)
    {
        if (AsAirbyteMessage)
        {
            ContainerWrite.Run(() => ConfigArgument.Parse(this, Config, Credential).GetConfigOrThrow(), ReadCatalog, open, IsVerbose, IsDebug, StopToken);
            return;
        }

        using var input = open();
        using var write = Open();
        write?.WriteAll(input, StopToken);
    }

    /// <summary>Starts a write that reports to the shell; <see langword="null"/> when it is not to be done (-WhatIf, -Confirm).</summary>
    private ShellWrite? Open()
    {
        var config = ConfigArgument.Read(this, Config, Credential);
        var catalog = ReadCatalog();
        return ShouldProcess($"Kafka at {config.BootstrapServers}, topics '{config.TopicPattern}'", "Write Airbyte records")
            ? new ShellWrite(this, config, catalog, IsDebug)
            : null;
    }

    private ConfiguredCatalog ReadCatalog() => CatalogArgument.Read(this, Catalog);
}
