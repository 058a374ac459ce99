#!/usr/bin/env pwsh
#requires -Version 7.6
<#
.SYNOPSIS
    Builds, tests and packs the module. Thin over `dotnet`: every task says the command it runs.
.PARAMETER Task
    Build: the solution, with the module in artifacts/module/AirbyteKafka and PowerShell in artifacts/pwsh.
    Test: all tests, Pester's among them. Pester: the suites in tests/Pester alone.
    Analyze: PSScriptAnalyzer over the scripts. Pack: what is published, in artifacts/package: the module's folder, the package that
    Publish-PSResource takes, and the module's bill of materials (CycloneDX).
    Image: the image that Airbyte runs, built and checked with the first of docker, podman and buildah that answers.
.PARAMETER NoBuild
    Pack takes what was built, and compiles nothing again.
.PARAMETER PesterVersion
    The Pester that runs the suites for the task Pester: 5.7.1, as in the tests, or 6.2.0.
.PARAMETER ImageArgument
    More arguments of the image's build, separated by blanks.
.EXAMPLE
    ./build.ps1 Build, Test
.EXAMPLE
    ./build.ps1 Image -ImageArgument '--build-arg RUNTIME_IMAGE=registry.example.org/dotnet/runtime:10.0'
.EXAMPLE
    pwsh build.ps1 Build Pester -PesterVersion 6.2.0

    From a shell that knows no lists.
#>
[CmdletBinding()]
[System.Diagnostics.CodeAnalysis.SuppressMessage('PSReviewUnusedParameter', '', Justification = 'Functions of this script read them.')]
param(
    [Parameter(Position = 0, ValueFromRemainingArguments)]
    [ValidateSet('Build', 'Test', 'Pester', 'Analyze', 'Pack', 'Image')]
    [string[]] $Task = 'Build',

    [switch] $NoBuild,

    [ValidateSet('5.7.1', '6.2.0')]
    [string] $PesterVersion = '5.7.1',

    [string] $ImageArgument = ''
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest
$artifacts = "$PSScriptRoot/artifacts"
$module = "$artifacts/module/AirbyteKafka"

function Invoke-DotNet {
    Write-Verbose "dotnet $args" -Verbose
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

function Invoke-Build { Invoke-DotNet build $PSScriptRoot -c Release }

function Invoke-Test { Invoke-DotNet test --solution "$PSScriptRoot/AirbyteKafka.slnx" }

function Invoke-PesterSuite {
    $shell = [System.IO.Path]::Combine($artifacts, 'pwsh', $IsWindows ? 'pwsh.exe' : 'pwsh')
    if (-not (Test-Path $shell)) { Invoke-Build }
    # Restored with the tests, which name the versions.
    $packages = dotnet msbuild "$PSScriptRoot/tests/Unit" -getProperty:NuGetPackageRoot
    $pester = [System.IO.Path]::Combine($packages, 'pester', $PesterVersion, 'tools', 'Pester.psd1')
    # In a process of its own: a session never lets go of the assemblies that it once loaded, so that it would test an older build the
    # next time.
    & $shell -NoProfile -NonInteractive -File "$PSScriptRoot/tests/Pester/Invoke-Suite.ps1" -Pester $pester
    if ($LASTEXITCODE -ne 0) { throw "Pester $PesterVersion ended with exit code $LASTEXITCODE." }
}

function Invoke-Analysis {
    $scripts = Get-ChildItem "$PSScriptRoot/*.ps1", "$PSScriptRoot/*.psd1"
    $scripts += Get-ChildItem "$PSScriptRoot/module", "$PSScriptRoot/examples", "$PSScriptRoot/tests", "$PSScriptRoot/bench" -Recurse -Include *.ps1, *.psm1, *.psd1
    $found = $scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings "$PSScriptRoot/PSScriptAnalyzerSettings.psd1" }
    if ($found) { throw ($found | Format-Table Severity, RuleName, ScriptName, Line, Message -Wrap | Out-String -Width 200) }
    "No findings in $($scripts.Count) scripts."
}

function Invoke-Pack {
    $package = "$artifacts/package"
    Remove-Item $package -Recurse -ErrorAction Ignore
    $built = $NoBuild ? '-p:BuildProjectReferences=false' : '-p:BuildProjectReferences=true'
    Invoke-DotNet build "$PSScriptRoot/src/Package" -c Release $built | Out-Host
    $version = (Import-PowerShellDataFile "$package/AirbyteKafka/AirbyteKafka.psd1").ModuleVersion

    # Packed as Publish-PSResource packs a folder: the manifest says all that the package says of itself.
    Compress-PSResource -Path "$package/AirbyteKafka" -DestinationPath $package

    # Run where the tool's own manifest is found.
    Push-Location $PSScriptRoot
    try {
        Invoke-DotNet tool restore | Out-Host
        Invoke-DotNet CycloneDX "$PSScriptRoot/src/Core/Core.csproj" --base-intermediate-output-path "$artifacts/obj" `
            --set-name AirbyteKafka --set-version $version --set-type Library --disable-package-restore `
            --output $package --filename "AirbyteKafka.$version.cdx.json" --output-format Json | Out-Host
    }
    finally { Pop-Location }
    Get-Item "$package/AirbyteKafka.$version.nupkg", "$package/AirbyteKafka.$version.cdx.json"
}

# An engine that is installed and has nobody to talk to is none.
function Find-Engine {
    $tests = [ordered]@{ docker = 'version'; podman = 'info'; buildah = 'info' }
    foreach ($engine in $tests.Keys) {
        if ((Get-Command $engine -CommandType Application -ErrorAction Ignore) -and (& $engine $tests[$engine] 2>&1) -and $LASTEXITCODE -eq 0) { return $engine }
    }
    throw 'No engine answers to build the image with: install and start docker or podman, or install buildah.'
}

function Invoke-Engine {
    $command, $rest = $args
    Write-Verbose "$command $rest" -Verbose
    & $command @rest
    if ($LASTEXITCODE -ne 0) { throw "$command $rest ended with exit code $LASTEXITCODE." }
}

function Invoke-Image {
    $engine = Find-Engine
    $version = ([xml](Get-Content "$PSScriptRoot/Directory.Build.props" -Raw)).SelectSingleNode('//Version').InnerText
    $image = "airbyte-kafka/destination-kafka:$version"
    $more = -split $ImageArgument
    Invoke-Engine $engine build --tag $image --build-arg "VERSION=$version" @more $PSScriptRoot | Out-Host

    if ($engine -eq 'buildah') {
        $container = Invoke-Engine buildah from --pull-never $image
        try { $spec = Invoke-Engine buildah run $container -- /opt/airbyte-kafka/entrypoint.sh spec }
        finally { $null = Invoke-Engine buildah rm $container }
    }
    else { $spec = Invoke-Engine $engine run --rm $image spec }
    if (($spec | ConvertFrom-Json).type -ne 'SPEC') { throw "The image does not answer spec with one message: $spec" }
    "$image was built with $engine, and answers spec."
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Build }
        'Test' { Invoke-Test }
        'Pester' { Invoke-PesterSuite }
        'Analyze' { Invoke-Analysis }
        'Pack' { Invoke-Pack }
        'Image' { Invoke-Image }
    }
}
