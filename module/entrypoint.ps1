#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Airbyte's contract: spec | check --config FILE | write --config FILE --catalog FILE.
.DESCRIPTION
    Messages come in on stdin and go out on stdout, one JSON object a line and nothing else. The exit code is 0 on success, also when a
    check found something wrong; 143, 130, 129 or 131 after SIGTERM, SIGINT, SIGHUP or SIGQUIT; otherwise 1, with a TRACE message that says
    why.
#>

# No param block, so that no shell takes an argument for one of its own; and not the variable of the pipeline's input, because its mere
# mention makes pwsh read stdin before this script can.
# The way from here to the command is kept free of anything but commands and constants: the first look into an object, the first
# comparison of two, starts PowerShell's dynamic binding, which takes longer than the whole of spec. What is only needed after a failure is
# a script of its own, because a script is compiled as a whole.
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
    & "$PSScriptRoot/entrypoint.failed.ps1" $_
    exit $LASTEXITCODE
}
finally {
    # pwsh ends with 0 when SIGINT or SIGQUIT stops its script, which would make a stopped sync look finished. The command leaves its exit
    # code behind where it came so far. Only for the process's own script, which no line of a prompt started: there it would end the
    # session.
    if ($ended) { } elseif (-not $MyInvocation.Line) { $Host.SetShouldExit($(if ($LASTEXITCODE) { $LASTEXITCODE } else { 130 })) }
}
