<#
.SYNOPSIS
    Shows the whole way of a sync in half a minute: spec, check and write against a Kafka that runs inside this process.
.DESCRIPTION
    Needs no Kafka and no Docker. Run it with PowerShell, or where that is not installed with the shell of this repository:

        pwsh examples/quickstart.ps1
        dotnet run -c Release --project src/EmbeddedShell -- -File examples/quickstart.ps1
#>
[CmdletBinding()]
param()

$ErrorActionPreference = 'Stop'

# Each part is shown by itself (Out-Default), so that it gets the table or list made for it.
# Only the language, PowerShell's core cmdlets and the module's own are used, so that both shells run the same script.
$module = [System.IO.Path]::GetFullPath("$PSScriptRoot/../artifacts/module/AirbyteKafka/AirbyteKafka.psd1")
if (-not [System.IO.File]::Exists($module)) {
    throw "The module is not built yet: run 'dotnet build -c Release' in the repository's root first. (Looked for $module)"
}
Import-Module $module

$messages = "$PSScriptRoot/messages.jsonl"
$catalog = "$PSScriptRoot/catalog.json"

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

    '4. What lies in Kafka now'
    $first = $null
    $table = foreach ($stream in $result.Streams) {
        $records = @(Receive-KafkaRecord -BootstrapServers $cluster.BootstrapServers -Topic $stream.Topic)
        if ($null -eq $first) { $first = $records[0] }
        [pscustomobject]@{
            Stream          = "$($stream.Namespace).$($stream.Stream)"
            Topic           = $stream.Topic
            RecordsIn       = $stream.Records
            RecordsReadBack = $records.Count
        }
    }
    $table | Out-Default

    '5. One record as it lies in Kafka'
    "key:   $($first.Key)"
    "value: $($first.Value)"
    "in partition $($first.Partition) at offset $($first.Offset)"
    ''

    "6. The states that came back: $($result.States), each after all of its records; the last of every stream:"
    $result.Checkpoints
}
finally {
    Stop-KafkaMockCluster -Cluster $cluster
}
