#!/usr/bin/env pwsh
#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests and packs the module. Thin over `dotnet`: every task says the command it runs.
.PARAMETER Task
    Build: the solution, and the module in artifacts/module/AirbyteKafka.
    Test: everything that xunit tests. Pester: the module's surface, by Pester 5.
    Analyze: PSScriptAnalyzer over the scripts. Pack: the module as a zip in artifacts/package.
.EXAMPLE
    ./build.ps1 Build, Test, Pester
.EXAMPLE
    pwsh build.ps1 Build Test Pester

    From a shell that knows no lists.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Pack')]
    [string[]] $Task = 'Build'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$module = "$PSScriptRoot/artifacts/module/AirbyteKafka"

function Invoke-DotNet {
    Write-Verbose "dotnet $args" -Verbose
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

function Invoke-Build { Invoke-DotNet build $PSScriptRoot -c Release }

function Invoke-Test { Invoke-DotNet test --solution "$PSScriptRoot/AirbyteKafka.slnx" }

function Invoke-PesterSuite {
    if (-not (Test-Path "$module/AirbyteKafka.psd1")) { Invoke-Build }
    # In a process of its own: a session never lets go of the assemblies that it once loaded, so that it would test an older build the next time.
    & ([System.IO.Path]::Combine($PSHOME, $IsWindows ? 'pwsh.exe' : 'pwsh')) -NoProfile -NonInteractive -File "$PSScriptRoot/tests/Pester/Invoke-Suite.ps1"
    if ($LASTEXITCODE -ne 0) { throw "Pester ended with exit code $LASTEXITCODE." }
}

function Invoke-Analysis {
    $scripts = Get-ChildItem "$PSScriptRoot/*.ps1", "$PSScriptRoot/*.psd1"
    $scripts += Get-ChildItem "$PSScriptRoot/module", "$PSScriptRoot/examples", "$PSScriptRoot/tests", "$PSScriptRoot/bench" -Recurse -Include *.ps1, *.psm1, *.psd1
    $found = $scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings "$PSScriptRoot/PSScriptAnalyzerSettings.psd1" }
    if ($found) { throw ($found | Format-Table Severity, RuleName, ScriptName, Line, Message -Wrap | Out-String -Width 200) }
    "No findings in $($scripts.Count) scripts."
}

function Invoke-Pack {
    $version = (Import-PowerShellDataFile "$module/AirbyteKafka.psd1").ModuleVersion
    $package = New-Item -ItemType Directory -Force "$PSScriptRoot/artifacts/package"
    Compress-Archive -Path $module -DestinationPath "$package/AirbyteKafka.$version.zip" -Force
    Get-Item "$package/AirbyteKafka.$version.zip"
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'Pester' { Invoke-PesterSuite }
        'Analyze' { Invoke-Analysis }
        'Pack' { Invoke-Build; Invoke-Pack }
    }
}
