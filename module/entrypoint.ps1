#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Airbyte's contract: spec | check --config FILE | write --config FILE --catalog FILE.
.DESCRIPTION
    Messages come in on stdin and go out on stdout, one JSON object a line and nothing else. The exit code is 0 on success, also when a
    check found something wrong; 143 or 130 after SIGTERM or SIGINT; otherwise 1, with a TRACE message that says why.
#>

# No param block, so that no shell takes an argument for one of its own; and not the variable of the pipeline's input, because its mere
# mention makes pwsh read stdin before this script can.
$ErrorActionPreference = 'Stop'
# Whatever a profile or a script around this one prefers to see: most of PowerShell's streams end on stdout.
$WarningPreference = $InformationPreference = $VerbosePreference = $DebugPreference = $ProgressPreference = 'SilentlyContinue'

# pwsh ends with 0 when Ctrl+C stops its script, which would make a stopped sync look finished. So this stands until `exit` says better.
# Only for the process's own script, which no line of a prompt started: there it would end the session.
if (-not $MyInvocation.Line) { $Host.SetShouldExit(130) }

function Write-TraceError([string] $Message, [string] $FailureType, [string] $InternalMessage) {
    $trace = [ordered]@{ message = $Message; internal_message = $InternalMessage; failure_type = $FailureType }
    $fields = foreach ($field in $trace.GetEnumerator()) {
        '"{0}":{1}' -f $field.Key, [System.Text.Json.JsonSerializer]::Serialize($field.Value, [string])
    }
    $line = '{{"type":"TRACE","trace":{{"type":"ERROR","emitted_at":{0},"error":{{{1}}}}}}}' -f
        [System.DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds(), ($fields -join ',')
    $bytes = [System.Text.UTF8Encoding]::new($false).GetBytes($line + "`n")
    $stdout = [System.Console]::OpenStandardOutput()
    $stdout.Write($bytes, 0, $bytes.Length)
    $stdout.Flush()
}

function Read-CommandLine([string[]] $Argument) {
    $usage = 'Use: spec | check --config FILE | write --config FILE --catalog FILE.'
    $commandLine = @{ Command = $null; Config = $null; Catalog = $null; Verbose = $false; Debug = $false }
    for ($i = 0; $i -lt $Argument.Count; $i++) {
        $word = $Argument[$i]
        switch -Regex -CaseSensitive ($word) {
            '^(--)?(spec|check|write)$' {
                if ($null -ne $commandLine.Command) { throw "Two commands were given: $($commandLine.Command) and $word. $usage" }
                $commandLine.Command = $word.TrimStart('-')
            }
            '^--?(config|catalog)$' {
                if (++$i -ge $Argument.Count) { throw "$word needs the path of a file. $usage" }
                $commandLine[$word.TrimStart('-')] = $Argument[$i]
            }
            '^--?(?i:verbose)$' { $commandLine.Verbose = $true }
            '^--?(?i:debug)$' { $commandLine.Debug = $true }
            '^(--)?(discover|read)$' { throw "'$word' is for sources; this is a destination. $usage" }
            default { throw "Unknown argument '$word'. $usage" }
        }
    }
    $needed = switch ($commandLine.Command) {
        'spec' { @() }
        'check' { 'Config' }
        'write' { 'Config', 'Catalog' }
        default { throw "No command was given. $usage" }
    }
    foreach ($name in $needed) {
        if (-not $commandLine[$name]) { throw "$($commandLine.Command) needs --$($name.ToLowerInvariant()) FILE. $usage" }
    }
    $commandLine
}

$failure = 'config_error'
try {
    $commandLine = Read-CommandLine $args
    $failure = 'system_error'
    # Not by its manifest: formats are for people, and reading them takes longer than the whole of spec.
    Import-Module "$PSScriptRoot/AirbyteKafka.dll" 3> $null
    $quiet = @{ AsAirbyteMessage = $true; Verbose = $commandLine.Verbose; Debug = $commandLine.Debug; WarningAction = 'SilentlyContinue' }
    # Whatever a shell's own streams may still say, stdout is not the place for it.
    switch ($commandLine.Command) {
        'spec' { Get-KafkaDestinationSpec @quiet 3> $null 4> $null 5> $null 6> $null }
        'check' { Test-KafkaDestination -Config $commandLine.Config @quiet 3> $null 4> $null 5> $null 6> $null }
        'write' {
            Write-AirbyteRecords -Config $commandLine.Config -Catalog $commandLine.Catalog -StandardInput @quiet 3> $null 4> $null 5> $null 6> $null
        }
    }
}
catch {
    # What the cmdlets threw on purpose, they have put into a TRACE themselves.
    if ($_.Exception.GetType().Name -eq 'AirbyteKafkaException') { exit $_.Exception.ExitCode }
    Write-TraceError $_.Exception.Message $failure "$($_.Exception.GetType().Name), line $($_.InvocationInfo.ScriptLineNumber) of the entrypoint"
    exit 1
}
exit 0
