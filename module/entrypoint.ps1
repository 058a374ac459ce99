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
# The way from here to the command is kept free of anything but commands and constants: the first look into an object, the first
# comparison of two, starts PowerShell's dynamic binding, which takes longer than the whole of spec.
$ErrorActionPreference = 'Stop'
# Whatever a profile or a script around this one prefers to see: most of PowerShell's streams end on stdout.
$WarningPreference = $InformationPreference = $VerbosePreference = $DebugPreference = $ProgressPreference = 'SilentlyContinue'

[bool] $ended = $false
try {
    # Not by its manifest: formats are for people, and reading them takes longer than the whole of spec.
    Import-Module "$PSScriptRoot/AirbyteKafka.dll"
    Invoke-AirbyteEntrypoint -Argument $args
    $ended = $true
}
catch {
    $ended = $true
    # What the command threw on purpose, it has put into a TRACE itself.
    if ($_.Exception.GetType().Name -eq 'AirbyteKafkaException') { exit $_.Exception.ExitCode }
    $at = [System.DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
    $message = [System.Text.Json.JsonSerializer]::Serialize($_.Exception.Message, [string])
    $internal = [System.Text.Json.JsonSerializer]::Serialize("$($_.Exception.GetType().Name), line $($_.InvocationInfo.ScriptLineNumber) of the entrypoint", [string])
    $e = "{`"message`":$message,`"internal_message`":$internal,`"failure_type`":`"system_error`"}"
    [System.Console]::Out.WriteLine("{`"type`":`"TRACE`",`"trace`":{`"type`":`"ERROR`",`"emitted_at`":$at,`"error`":$e}}")
    exit 1
}
finally {
    # pwsh ends with 0 when Ctrl+C stops its script, which would make a stopped sync look finished. Only for the process's own script,
    # which no line of a prompt started: there it would end the session.
    if ($ended) { } elseif (-not $MyInvocation.Line) { $Host.SetShouldExit(130) }
}
