<#
.SYNOPSIS
    Runs all suites of this folder. The exit code is the number of tests that failed.
.PARAMETER Path
    Suites to run instead of all.
#>
[CmdletBinding()]
param([string[]] $Path = $PSScriptRoot)

$ErrorActionPreference = 'Stop'
Import-Module Pester -MinimumVersion 5.5

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.Exit = $true
$configuration.Output.Verbosity = 'Detailed'
Invoke-Pester -Configuration $configuration
