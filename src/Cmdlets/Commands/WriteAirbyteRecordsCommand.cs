using System.Collections;
using System.Management.Automation;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Cmdlets.Airbyte;
using AirbyteKafka.Cmdlets.Arguments;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Cmdlets.Shell;
using AirbyteKafka.Errors;
using AirbyteKafka.Settings;
using AirbyteKafka.Text;

namespace AirbyteKafka.Cmdlets.Commands;

/// <summary>Write-AirbyteRecords: Airbyte messages into Kafka, and their states back once their records are safe.</summary>
[Cmdlet(VerbsCommunications.Write, "AirbyteRecords", DefaultParameterSetName = PipelineSet, SupportsShouldProcess = true,
    ConfirmImpact = ConfirmImpact.Low, HelpUri = HelpLinks.Cmdlets + "write-airbyterecords")]
[Alias("Write-AirbyteRecord")]
[OutputType(typeof(WriteResult))]
public sealed class WriteAirbyteRecordsCommand : DestinationCmdlet
{
    private const string PipelineSet = "InputObject";
    private const string PathSet = "Path";
    private const string LiteralPathSet = "LiteralPath";
    private const string StandardInputSet = "StandardInput";

    // Each costs a question to the file system; among more lines than these that are no messages, none is a path given by mistake.
    private const int MostPathChecks = 1000;

    private readonly WriteSummary _summary = new();
    private InputFiles? _files;
    private DestinationConfig? _config;
    private ConfiguredCatalog? _catalog;
    private ShellWrite? _lines;
    private string? _target;
    private bool _isExplained;
    private bool _hasLines;
    private int _pathChecks;

    /// <summary>The configured catalog: a file's path, JSON text, a hashtable or an object.</summary>
    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNull]
    public object Catalog { get; set; } = "";

    /// <summary>Airbyte messages, one JSON object a line, or files of them.</summary>
    [Parameter(ParameterSetName = PipelineSet, Mandatory = true, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyString]
    [AllowEmptyCollection]
    public object? InputObject { get; set; }

    /// <summary>Files of Airbyte messages; wildcards are taken.</summary>
    [Parameter(ParameterSetName = PathSet, Mandatory = true)]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>Files of Airbyte messages, by their paths as they stand.</summary>
    [Parameter(ParameterSetName = LiteralPathSet, Mandatory = true)]
    [Alias("PSPath", "LP")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = [];

    /// <summary>Read the messages from the process's standard input, byte for byte.</summary>
    [Parameter(ParameterSetName = StandardInputSet, Mandatory = true)]
    public SwitchParameter StandardInput { get; set; }

    /// <summary>Speak Airbyte's protocol on the process's standard output, in place of an object.</summary>
    [Parameter(ParameterSetName = PathSet)]
    [Parameter(ParameterSetName = LiteralPathSet)]
    [Parameter(ParameterSetName = StandardInputSet)]
    public SwitchParameter AsAirbyteMessage { get; set; }

    /// <summary>A variable of the caller that holds from the beginning what has been done so far.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? ResultVariable { get; set; }

    /// <inheritdoc/>
    protected override void OnBegin()
    {
        if (ResultVariable is null)
        {
            return;
        }

        if (AsAirbyteMessage)
        {
            throw new ArgumentException("-ResultVariable does not go with -AsAirbyteMessage, whose messages hold states and figures. "
                + "Leave out one of the two.");
        }

        SessionState.PSVariable.Set(ResultVariable, _summary);
    }

    /// <inheritdoc/>
    protected override void OnProcess()
    {
        if (ParameterSetName == PipelineSet)
        {
            TakeObject(InputObject);
        }
        else
        {
            WriteEach(FindInputs());
        }
    }

    /// <inheritdoc/>
    protected override void OnEnd()
    {
        if (_files is not null)
        {
            // Not before all of them are known: then each is read once, and the error about one can name those that were not read.
            WriteEach(FilesOnceChecked(_files));
        }
        else if (ParameterSetName == PipelineSet)
        {
            // A pipeline that brought nothing gets its result too.
            OpenLines();
            _lines?.Complete(StopToken);
        }

        _summary.Complete();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _lines?.Dispose();
        }

        base.Dispose(disposing);
    }

    private void TakeObject(object? given)
    {
        var value = PowerShellObject.Unwrap(given);
        try
        {
            if (value is not null && InputObjects.IsList(value))
            {
                foreach (var item in (IEnumerable)value)
                {
                    TakeItem(PowerShellObject.Unwrap(item));
                }
            }
            else
            {
                TakeItem(value);
            }

            _lines?.Flush();
        }
        catch (AirbyteKafkaException failure) when (_lines is not null)
        {
            _lines.Fail(failure, StopToken);
        }
    }

    private void TakeItem(object? value)
    {
        switch (value)
        {
            case string when _files is not null:
            case FileInfo when _hasLines:
                throw InputObjects.RefuseMixture();
            case string line:
                TakeLine(line);
                break;
            case FileInfo file:
                _files ??= new InputFiles(this);
                _files.Add(file.FullName);
                break;
            default:
                throw InputObjects.Refuse(value);
        }
    }

    private void TakeLine(string line)
    {
        if (_pathChecks < MostPathChecks && !line.AsSpan().TrimStart().StartsWith('{'))
        {
            _pathChecks++;
            if (InputFiles.IsPathOfFile(this, line))
            {
                throw InputObjects.RefusePath(line);
            }
        }

        OpenLines();
        _lines?.Write(line, StopToken);
    }

    private void OpenLines()
    {
        if (!_hasLines)
        {
            _hasLines = true;
            _lines = Open(WriteInput.Pipeline);
        }
    }

    private IReadOnlyList<WriteInput> FindInputs()
    {
        try
        {
            if (ParameterSetName == StandardInputSet)
            {
                StandardInputs.ThrowIfNotForInput(Host);
                return [WriteInput.StandardInput];
            }

            var files = new InputFiles(this);
            files.AddPatterns(Path);
            files.AddLiteral(LiteralPath);
            return FilesOnceChecked(files);
        }
        catch (AirbyteKafkaException failure) when (AsAirbyteMessage)
        {
            ContainerError.Write(failure);
            throw;
        }
    }

    private static IReadOnlyList<WriteInput> FilesOnceChecked(InputFiles files)
    {
        files.ThrowIfNotFiles();
        return WriteInput.Files(files.Paths, Arguments.LiteralPath.OpenRead);
    }

    private void WriteEach(IReadOnlyList<WriteInput> inputs)
    {
        foreach (var input in inputs)
        {
            if (AsAirbyteMessage)
            {
                ContainerWrite.Run(() => ConfigArgument.Parse(this, Config, Credential).GetConfigOrThrow(), ReadCatalog, input, IsVerbose,
                    IsDebug, StopToken);
            }
            else
            {
                WriteWhole(input);
            }
        }
    }

    private void WriteWhole(WriteInput input)
    {
        _summary.SetNotRead(input.Source is null ? [] : [input.Source, .. input.Later]);
        using var stream = OpenOrExplain(input);
        using var write = Open(input);
        _summary.SetNotRead(input.Later);
        write?.WriteAll(stream, StopToken);
    }

    private static Stream OpenOrExplain(WriteInput input)
    {
        try
        {
            return input.Open();
        }
        catch (AirbyteKafkaException failure)
        {
            throw input.Explain(failure);
        }
    }

    /// <summary>Starts a write that reports to the shell; <see langword="null"/> when it is not to be done (-WhatIf, -Confirm).</summary>
    private ShellWrite? Open(WriteInput input)
    {
        var config = _config ??= ConfigArgument.Read(this, Config, Credential);
        var catalog = _catalog ??= ReadCatalog();
        if (!ShouldProcess(
            _target ??= WritePlan.Target(config, catalog),
            input.Source is null ? "Write Airbyte records" : $"Write Airbyte records of "
                + $"'{Printable.Of(input.Source, Printable.MaxPathLength)}'"))
        {
            return null;
        }

        if (!_isExplained)
        {
            _isExplained = true;
            WriteVerbose(WritePlan.Settings(config));
            foreach (var warning in config.Warnings.Concat(catalog.Warnings))
            {
                WriteWarning(warning.Message);
            }
        }

        return new ShellWrite(this, config, catalog, input, _summary, IsDebug);
    }

    private ConfiguredCatalog ReadCatalog() => CatalogArgument.Read(this, Catalog);
}
