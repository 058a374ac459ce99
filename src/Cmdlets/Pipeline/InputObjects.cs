using System.Collections;
using System.Management.Automation;
using System.Xml;
using AirbyteKafka.Cmdlets.Json;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>Objects from the pipeline that are neither text nor files: which they are, and what to do to write them.</summary>
internal static class InputObjects
{
    private const string Taken = "Write-AirbyteRecords takes Airbyte messages as text, one JSON object a line, and files as file objects "
        + "(Get-Item, Get-ChildItem).";

    // Types of modules that this assembly does not refer to.
    private const string MatchInfo = "Microsoft.PowerShell.Commands.MatchInfo";
    private const string CopiedFile = "Deserialized.System.IO.FileInfo";

    /// <summary>Whether an unwrapped object stands for the objects in it, as lines in blocks do (Get-Content -ReadCount).</summary>
    internal static bool IsList(object unwrapped) =>
        unwrapped is IEnumerable and not (string or IDictionary or byte[] or XmlNode or PSObject);

    /// <summary>The error about an object that cannot be taken. Nothing of its contents is shown.</summary>
    /// <param name="unwrapped">An object that is neither text nor a file.</param>
    internal static AirbyteKafkaException Refuse(object? unwrapped) => new(ErrorKind.InputUnsupported, $"{Explain(unwrapped)} {Taken}");

    /// <summary>The error about a line that is the path of a file.</summary>
    internal static AirbyteKafkaException RefusePath(string path) => new(
        ErrorKind.InputUnsupported, $"The text '{path}' is the path of a file and no message. Give paths with -LiteralPath or -Path, or "
            + $"the file itself: Get-Item -LiteralPath '{path}' | Write-AirbyteRecords. {Taken}");

    /// <summary>The error about lines and files in one pipeline.</summary>
    internal static AirbyteKafkaException RefuseMixture() => new(
        ErrorKind.InputUnsupported, $"Both text and files came down the pipeline. Use a command for each. {Taken}");

    private static string Explain(object? value) => value switch
    {
        null => "$null came down the pipeline where a message was expected. Find out which command or variable gave nothing, or leave it "
            + "out with Where-Object { $null -ne $_ }.",
        DirectoryInfo folder => $"'{folder.FullName}' is a folder. Take the files in it: Get-ChildItem -LiteralPath '{folder.FullName}' "
            + $"-File | Write-AirbyteRecords.",
        PathInfo path => $"'{path.Path}' came as a path. Give it with -LiteralPath.",
        byte[] or byte => "Bytes came down the pipeline. Give a file with -LiteralPath, or make text of the bytes: "
            + "[System.Text.Encoding]::UTF8.GetString($bytes).",
        XmlNode => "XML came down the pipeline.",
        ErrorRecord or InformationalRecord or InformationRecord =>
            "An error, a warning or another record that is no output came down the pipeline. Leave out the redirection that puts it "
                + "there (2>&1, *>&1).",
        PSObject copy when copy.TypeNames.Contains(CopiedFile) =>
            "A copy of a file object, from a job or another computer, came down the pipeline. Where that file is here too, give its "
                + "path: -LiteralPath $file.FullName.",
        _ when value.GetType().FullName == MatchInfo => "Matches of Select-String came down the pipeline. Take their lines: "
            + "Select-String -Raw.",
        IDictionary or PSObject when IsMessage(value) =>
            "A message came down the pipeline as an object. Leave out what parsed it (ConvertFrom-Json), or make text of it: "
                + "ForEach-Object { $_ | ConvertTo-Json -Compress -Depth 100 }.",
        _ when PowerShellObject.IsRecord(value) =>
            $"An object ({TypeOf(value)}) came down the pipeline. To write objects as records, make a message of each: ForEach-Object {{ "
                + $"@{{ type = 'RECORD'; record = @{{ stream = 'NAME'; emitted_at = [DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds(); "
                + $"data = $_ }} }} | ConvertTo-Json -Compress -Depth 100 }}.",
        IEnumerable => $"A list within a list ({TypeOf(value)}) came down the pipeline. Send its elements one by one.",
        _ => $"A value of type {TypeOf(value)} came down the pipeline.",
    };

    private static bool IsMessage(object value) => value switch
    {
        IDictionary named => named.Contains("type") && (named.Contains("record") || named.Contains("state")),
        PSObject named => named.Properties["type"] is not null && (named.Properties["record"] ?? named.Properties["state"]) is not null,
        _ => false,
    };

    private static string TypeOf(object value) => value is PSObject named ? named.TypeNames[0] : value.GetType().ToString();
}
