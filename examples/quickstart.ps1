<#
.SYNOPSIS
    Shows the whole way of a sync in half a minute: spec, check and write against a Kafka that runs inside this process.
.DESCRIPTION
    Needs no Kafka and no Docker. Where the module is not built yet, builds it; that needs the .NET 10 SDK.

        pwsh examples/quickstart.ps1
        dotnet run -c Release --project src/Shell -- examples/quickstart.ps1

    The second line needs nothing but the SDK: it brings the PowerShell as well.
#>
#requires -Version 7.6
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'

$root = [System.IO.Path]::GetFullPath("$PSScriptRoot/..")
$module = "$root/artifacts/module/AirbyteKafka/AirbyteKafka.psd1"
if (-not (Test-Path -LiteralPath $module)) {
    if (-not (Get-Command dotnet -ErrorAction Ignore)) {
        throw "The module is not built yet, and there is no dotnet to build it with: install the .NET 10 SDK, then run this again."
    }
    'The module is not built yet: dotnet build -c Release src/Cmdlets'
    dotnet build -c Release -v quiet "$root/src/Cmdlets"
    if ($LASTEXITCODE -ne 0) { throw "The build failed with exit code $LASTEXITCODE; its errors stand above." }
}
Import-Module $module

$messages = "$PSScriptRoot/messages.jsonl"
$catalog = "$PSScriptRoot/catalog.json"

# Each part is shown by itself (Out-Default), so that it gets the table or list made for it.
'1. spec: what the destination can be configured with'
Get-KafkaDestinationSpec | Out-Default

$cluster = Start-KafkaMockCluster
try {
    $config = @{
        bootstrap_servers = $cluster.BootstrapServers
        topic_pattern     = '{namespace}.{stream}'
        test_topic        = 'airbyte.check'
        acks              = 'all'
    }

    "2. check: a record to the test topic of the Kafka at $($cluster.BootstrapServers)"
    $check = Test-KafkaDestination -Config $config
    $check | Out-Default
    if (-not $check.Succeeded) { throw "The check failed: $($check.Message)" }

    '3. write: the sample sync'
    $result = Write-AirbyteRecords -Config $config -Catalog $catalog -LiteralPath $messages
    $result | Out-Default

    "4. The states that came back: $($result.States), each after all of its records; the last of every stream:"
    $result.Checkpoints
    ''

    $first = $null
    $table = foreach ($stream in $result.Streams) {
        $records = @(Receive-KafkaRecord $stream.Topic -Connection $cluster)
        if ($null -eq $first) { $first = $records[0] }
        [pscustomobject]@{
            Stream          = "$($stream.Namespace).$($stream.Stream)"
            Topic           = $stream.Topic
            RecordsIn       = $stream.Records
            RecordsReadBack = $records.Count
        }
    }

    '5. One record as it lies in Kafka'
    "key:   $($first.Key)"
    "value: $($first.Value)"
    "in partition $($first.Partition) at offset $($first.Offset)"
    ''

    '6. What lies in Kafka now'
    $table | Out-Default

    '7. The same record as plain data, with the id of its row, or of its session, as the key (docs/records.md has the other shapes)'
    $config += @{ value_shape = 'data'; partition_key_field = 'id,session'; key_format = 'json' }
    $config.topic_pattern = 'plain.{namespace}.{stream}'
    $result = Write-AirbyteRecords -Config $config -Catalog $catalog -LiteralPath $messages
    $first = Receive-KafkaRecord $result.Streams[0].Topic -Connection $cluster -First 1
    "key:   $($first.Key)"
    "value: $($first.Value)"
}
finally {
    Stop-KafkaMockCluster -Cluster $cluster
}
