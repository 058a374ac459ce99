# What every suite starts from: the module as the build leaves it, and messages to feed it.
$ErrorActionPreference = 'Stop'
$ModulePath = [System.IO.Path]::GetFullPath("$PSScriptRoot/../../artifacts/module/AirbyteKafka/AirbyteKafka.psd1")
if (-not (Test-Path $ModulePath)) {
    throw "There is no module at $ModulePath. Run './build.ps1 Build' first."
}
Import-Module $ModulePath -Force

function Get-TestCatalog {
    @{ streams = @(@{ stream = @{ name = 'users' } }, @{ stream = @{ name = 'orders'; namespace = 'shop' } }) }
}

function Get-RecordMessage([int] $Id, [string] $Stream = 'users') {
    '{"type":"RECORD","record":{"stream":"' + $Stream + '","emitted_at":1,"data":{"id":' + $Id + '}}}'
}

function Get-StateMessage([int] $Cursor) {
    '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"users"},"stream_state":{"cursor":' + $Cursor + '}}}}'
}
