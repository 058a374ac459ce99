using System.Management.Automation;
using AirbyteKafka.Kafka.Mock;
using AirbyteKafka.Tests.Processes;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>What Write-AirbyteRecords takes, what it refuses, and what it says about each.</summary>
public sealed class WriteAirbyteRecordsTests : IClassFixture<ModuleSession>, IDisposable
{
    private const string Line = """{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}""";

    private const string Setup = """
        param($brokers, $catalog, $folder)
        $config = @{ bootstrap_servers = $brokers; topic_pattern = 'orders' }
        $line = '{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}'
        $a, $b, $c = "$folder/a.jsonl", "$folder/b.jsonl", "$folder/c [1].jsonl"

        """;

    private readonly ModuleSession _session;
    private readonly MockCluster _cluster = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("airbytekafka").FullName;

    public WriteAirbyteRecordsTests(ModuleSession session)
    {
        _session = session;
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Store("a.jsonl", Line);
        Store("b.jsonl", Line, Line);
        Store("c [1].jsonl", Line, Line, Line);
        Store("bad.jsonl", Line, """{"type":"RECORD" """);
    }

    [Theory]
    [InlineData("'', $line, $line | Write-AirbyteRecords $config $catalog", 2)]
    [InlineData(", ($line, $line, $line) | Write-AirbyteRecords $config $catalog", 3)]
    [InlineData("Write-AirbyteRecords $config $catalog -InputObject ([System.Collections.Generic.List[string]] ($line, $line))", 2)]
    [InlineData("@() | Write-AirbyteRecords $config $catalog", 0)]
    [InlineData("[psobject]::AsPSObject($line) | ForEach-Object { $_.PSObject.Properties.Add([psnoteproperty]::new('PSPath', $b)); $_ } "
        + "| Write-AirbyteRecords $config $catalog", 1)]
    [InlineData("'2026-11-27 10:00:00 reads', 'nodrive:x', 'Env:PATH', $line | Write-AirbyteRecords $config $catalog -WarningAction "
        + "Ignore", 1)]
    public void Text_is_lines_of_one_write(string script, int records) => Assert.Equal([$":{records}"], Sources(script));

    [Theory]
    [InlineData("Write-AirbyteRecords $config $catalog -LiteralPath $b, $c, $a", "b.jsonl:2", "c [1].jsonl:3", "a.jsonl:1")]
    [InlineData("Write-AirbyteRecords $config $catalog -Path $folder/?.jsonl", "a.jsonl:1", "b.jsonl:2")]
    [InlineData("Write-AirbyteRecords $config $catalog -Path $b, $folder/?.jsonl", "b.jsonl:2", "a.jsonl:1")]
    [InlineData("[System.IO.FileInfo[]] ($b, $a, $b) | Write-AirbyteRecords $config $catalog", "b.jsonl:2", "a.jsonl:1")]
    [InlineData("Write-AirbyteRecords $config $catalog -InputObject ([System.IO.FileInfo[]] ($c, $a))", "c [1].jsonl:3", "a.jsonl:1")]
    public void Each_file_is_a_write_with_its_source_and_is_read_once(string script, params string[] sources) =>
        Assert.Equal(sources, Sources(script));

    [Fact]
    public void A_file_and_a_link_to_it_are_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "A link needs a right there that users do not have.");
        File.CreateSymbolicLink(Path.Combine(_folder, "newest.jsonl"), "a.jsonl");

        Assert.Equal(["a.jsonl:1", "b.jsonl:2"], Sources("Write-AirbyteRecords $config $catalog -Path $folder/?.jsonl, $folder/newest*"));
    }

    [Theory]
    [InlineData("[pscustomobject] @{ PSPath = $a; LiteralPath = $a; Path = $a; FullName = $a }",
        "PSCustomObject.*'RECORD'.*ConvertTo-Json -Compress")]
    [InlineData("@{ PSPath = $a }", "Hashtable.*'RECORD'.*ConvertTo-Json -Compress")]
    [InlineData("[pscustomobject] @{ type = 'STATE'; state = 1 }", "A message .* as an object.*ConvertFrom-Json.*ConvertTo-Json -Compress")]
    [InlineData("@{ type = 'RECORD'; record = @{} }", "A message .* as an object")]
    [InlineData("1", "type System.Int32")]
    [InlineData("1.5", "type System.Double")]
    [InlineData("$true", "type System.Boolean")]
    [InlineData("[char] 'x'", "type System.Char")]
    [InlineData("[guid]::Empty", "type System.Guid")]
    [InlineData("[datetime]::UnixEpoch", "type System.DateTime")]
    [InlineData("[System.Text.Encoding]::UTF8.GetBytes($line)", "Bytes .*-LiteralPath.*GetString")]
    [InlineData(", [System.Text.Encoding]::UTF8.GetBytes($line)", "Bytes .*-LiteralPath.*GetString")]
    [InlineData("[xml] '<a><b/></a>'", "XML")]
    [InlineData("$null", "\\$null .*Where-Object")]
    [InlineData(", ($null, $null)", "\\$null .*Where-Object")]
    [InlineData("[System.DBNull]::Value", "\\$null .*Where-Object")]
    [InlineData("[System.IO.DirectoryInfo] $folder", "is a folder.*Get-ChildItem")]
    [InlineData("$ExecutionContext.SessionState.Path.CurrentLocation", "came as a path.*-LiteralPath")]
    [InlineData("$a", "a\\.jsonl' is the path of a file.*-LiteralPath.*Get-Item")]
    [InlineData("'noise', $c", "c \\[1\\]\\.jsonl' is the path of a file")]
    [InlineData("[System.Management.Automation.ErrorRecord]::new([System.Exception]::new('x'), 'x', 0, $null)", "2>&1")]
    [InlineData("[System.Management.Automation.WarningRecord]::new('x')", "2>&1")]
    [InlineData(", @(, @($line))", "A list within a list")]
    [InlineData("$line, [System.IO.FileInfo] $a", "Both text and files")]
    [InlineData("[System.IO.FileInfo] $a, $line", "Both text and files")]
    [InlineData("[scriptblock]::Create('1')", "type System.Management.Automation.ScriptBlock")]
    [InlineData("[version] '1.2'", "System.Version")]
    public void Other_objects_are_refused_with_the_right_command(string objects, string message)
    {
        var (id, category, text) = Run($"{objects} | Write-AirbyteRecords $config $catalog -WarningAction Ignore").Error;

        Assert.Equal(("InputUnsupported", ErrorCategory.InvalidArgument), (id, category));
        Assert.Matches(message, text);
        Assert.EndsWith(" takes Airbyte messages as text, one JSON object a line, and files as file objects (Get-Item, Get-ChildItem).",
            text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_amid_lines_ends_the_write_with_what_was_done()
    {
        var error = Assert.Single(Run("$line, $line, 5, $line | Write-AirbyteRecords $config $catalog").Errors);

        Assert.Equal(("InputUnsupported", 2L), (error.FullyQualifiedErrorId.Split(',')[0], ((WriteResult)error.TargetObject).Records));
    }

    [Theory]
    [InlineData("-Path $folder/q*", "No file matches '.*q\\*'.*-LiteralPath")]
    [InlineData("-Path $c", "No file matches '.*c \\[1\\]\\.jsonl'.*-LiteralPath")]
    [InlineData("-Path $folder/nowhere/*.jsonl", "No file matches '.*/nowhere/\\*.jsonl'")]
    [InlineData("-Path $folder/nothing.jsonl", "nothing.jsonl' cannot be read: there is no such file")]
    [InlineData("-Path $folder/*", "sub' cannot be read: it is a folder.* None of the 5 files was read")]
    [InlineData("-LiteralPath $a, $folder/sub", "sub' cannot be read: it is a folder.* None of the 2 files was read")]
    [InlineData("-LiteralPath $a, $folder/nothing.jsonl, $b", "nothing.jsonl' cannot be read: there is no such file.* None of the 3 "
        + "files was read")]
    [InlineData("-Path Env:*", "'Environment:…' cannot be read: it is a path of the provider Environment")]
    [InlineData("-LiteralPath Variable:line", "'Variable:…' cannot be read: it is a path of the provider Variable")]
    [InlineData("-Path nodrive:/*", "There is no file that can be read for the path given: a text of 10 characters that begins with a "
        + "letter")]
    public void A_path_that_leads_to_no_file_is_an_error_before_anything_is_read(string paths, string message)
    {
        var outcome = Run($"Write-AirbyteRecords $config $catalog {paths}");

        Assert.Equal(("FileUnreadable", 0), (outcome.Error.Id, outcome.Output.Count));
        Assert.Matches(message, outcome.Error.Message);
    }

    [Theory]
    [InlineData("Write-AirbyteRecords $config $catalog -LiteralPath $a, $folder/bad.jsonl, $b, $c, $b -ResultVariable global:written")]
    [InlineData("[System.IO.FileInfo[]] ($a, \"$folder/bad.jsonl\", $b, $c, $b) | Write-AirbyteRecords $config $catalog -ResultVariable "
        + "global:written")]
    public void The_first_bad_file_is_named_with_those_that_were_not_read(string script)
    {
        var outcome = Run(script);
        var summary = Assert.IsType<AirbyteKafka.WriteSummary>(Assert.Single(_session.Run("$global:written").Values));

        Assert.Equal(("MessageMalformed", ErrorCategory.ParserError), (outcome.Error.Id, outcome.Error.Category));
        Assert.Matches("^The file '.*bad\\.jsonl' was not written to its end\\. Line 2 of the input .* 2 files after it were not read: "
            + "'.*b\\.jsonl', '.*c \\[1\\]\\.jsonl'\\.$", outcome.Error.Message);
        Assert.Equal(
            ("a.jsonl", "a.jsonl, bad.jsonl", "b.jsonl, c [1].jsonl", 2L, false, "bad.jsonl"),
            (
                Names(outcome.Output.Select(result => ((WriteResult)result.BaseObject).Source)),
                Names(summary.Results.Select(result => result.Source)),
                Names(summary.NotRead),
                summary.Records,
                summary.IsCompleted,
                NameOf(((WriteResult)outcome.Errors[0].TargetObject).Source)));
    }

    [Fact]
    public void Nothing_is_written_with_WhatIf_and_all_files_are_named()
    {
        var outcome = Run("Write-AirbyteRecords $config $catalog -LiteralPath $a, $b -WhatIf -ResultVariable written; "
            + "$written.Results.Count; $written.NotRead.Count");

        Assert.Equal([0, 0], outcome.Values);
    }

    [Fact]
    public async Task Standard_input_at_a_terminal_is_refused()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "Needs script(1), which gives a process a terminal.");
        var shell = ShellProcess.Command($$"""
            Import-Module '{{ModuleSession.Manifest}}'
            foreach ($given in @{ StandardInput = $true }, @{ LiteralPath = '/dev/stdin' }, @{ LiteralPath = '/dev/tty' }) {
                try { Write-AirbyteRecords @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 'a' } @{ streams = @() } @given } catch { "<$($_.FullyQualifiedErrorId.Split(',')[0])>" }
            }
            """);
        var command = string.Join(' ',
            shell.Arguments.Prepend(shell.File).Select(word => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'"));

        // What is typed is kept open and empty: the command must end all the same.
        var result = await ProcessRun.RunAsync(
            new ProcessRequest("/usr/bin/script", "-qec", command, "/dev/null") { StandardInput = null, Environment = shell.Environment },
                TestContext.Current.CancellationToken);

        Assert.Equal(3, result.Stdout.Split("<InputUnsupported>").Length - 1);
    }

    public void Dispose()
    {
        _cluster.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string NameOf(string? path) => Path.GetFileName(path) ?? "";

    private static string Names(IEnumerable<string?> paths) => string.Join(", ", paths.Select(NameOf));

    private void Store(string name, params string[] lines) => File.WriteAllLines(Path.Combine(_folder, name), lines);

    private CommandOutcome Run(string script) => _session.Run(Setup + script, _cluster.BootstrapServers, Samples.Catalog, _folder);

    private IEnumerable<string> Sources(string script) =>
        Run(script).Values.Cast<WriteResult>().Select(result => $"{NameOf(result.Source)}:{result.Records}");
}
