<#
.SYNOPSIS
    Runs the suites of this folder with a Pester given by its path. The exit code is the number of tests that failed.
.PARAMETER Pester
    The manifest of the Pester to use, Pester.psd1. Without it the newest one that is installed runs.
.PARAMETER Path
    Suites to run instead of all.
.PARAMETER Tag
    The tests to run by their tags. Without it all run.
.PARAMETER ResultPath
    A file for what each test came to: a JSON object a line, with name, result and message.
#>
[CmdletBinding()]
param(
    [string] $Pester = 'Pester',
    [string[]] $Path = $PSScriptRoot,
    [string[]] $Tag = @(),
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'
Import-Module $Pester

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Filter.Tag = $Tag
$configuration.Output.Verbosity = 'Detailed'
$run = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    $results = @(
        # A suite that cannot be read, or whose end fails, has no test to say so.
        foreach ($suite in @($run.FailedContainers) + @($run.FailedBlocks)) {
            @{ name = "$($suite.Item ?? $suite.ExpandedPath)"; result = 'Failed'; message = $suite.ErrorRecord -join "`n" }
        }
        foreach ($test in $run.Tests | Where-Object Result -NE 'NotRun') {
            # Of the stack only what is not Pester's own.
            $message = @($test.ErrorRecord | ForEach-Object { "$_"; $_.ScriptStackTrace -split "`n" -like '*.Tests.ps1*' }) -join "`n"
            @{ name = $test.ExpandedPath; result = $test.Result; message = $message }
        }
    )
    [System.IO.File]::WriteAllLines($ResultPath, [string[]] @($results | ForEach-Object { ConvertTo-Json $_ -Compress }))
}
exit $run.FailedCount + $run.FailedContainersCount
