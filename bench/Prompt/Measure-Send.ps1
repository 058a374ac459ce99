<#
.SYNOPSIS
    Times Send-KafkaRecord beside what else could be done with the same rows, in turn, each in the same process.
.DESCRIPTION
    Import-Csv into nothing is the floor; ConvertTo-Json and kcat are the peer. Build the module first, compiled ahead of time:
    dotnet build -c Release src/Cmdlets. Run it in the shell of artifacts/pwsh on a machine that does nothing else, and look at the ratios.
.PARAMETER BootstrapServers
    A real Kafka. Without it a mock cluster in this process is used, which takes part of the processor.
.PARAMETER Rows
    How many rows the CSV file has.
.PARAMETER Rounds
    How often each is timed; the median counts.
#>
[CmdletBinding()]
param([string] $BootstrapServers, [int] $Rows = 1000000, [int] $Rounds = 3)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module "$PSScriptRoot/../../artifacts/module/AirbyteKafka"
$cluster = $BootstrapServers ? $null : (Start-KafkaMockCluster)
$servers = $BootstrapServers ? $BootstrapServers : $cluster.BootstrapServers
$csv = [System.IO.Path]::GetTempFileName()
try {
    $writer = [System.IO.StreamWriter]::new($csv)
    $writer.WriteLine('id,name,city,amount,note')
    for ($i = 0; $i -lt $Rows; $i++) { $writer.WriteLine("$i,name $i,Berlin,$i.50,a few words about it") }
    $writer.Dispose()
    $objects = foreach ($i in 1..200000) { [pscustomobject] @{ Id = $i; Name = "name $i"; Amount = 1.5; When = [datetime]::UnixEpoch; Flag = $true } }
    $topic = "measure-$([guid]::NewGuid().ToString('N'))"
    'first' | Send-KafkaRecord $topic -Connection $servers | Out-Null

    $contenders = [ordered] @{
        'Import-Csv | Out-Null'                 = { Import-Csv $csv | Out-Null }
        'Import-Csv | Send-KafkaRecord'         = { Import-Csv $csv | Send-KafkaRecord $topic -KeyProperty id -Connection $servers | Out-Null }
        '200,000 objects | Send-KafkaRecord'    = { $objects | Send-KafkaRecord $topic -Connection $servers | Out-Null }
    }
    if (Get-Command kcat -ErrorAction Ignore) {
        $contenders['Import-Csv | ConvertTo-Json | kcat'] = {
            Import-Csv $csv | ForEach-Object { ConvertTo-Json -Compress -InputObject $_ } | kcat -P -b $servers -t $topic
        }
    }

    $times = @{}
    foreach ($round in 0..$Rounds) {
        foreach ($name in $contenders.Keys) {
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            & $contenders[$name]

            # The first round warms up.
            if ($round -gt 0) { $times[$name] += @($watch.Elapsed.TotalSeconds) }
        }
    }

    $floor = ($times['Import-Csv | Out-Null'] | Sort-Object)[[int] [Math]::Floor($Rounds / 2)]
    foreach ($name in $contenders.Keys) {
        $median = ($times[$name] | Sort-Object)[[int] [Math]::Floor($Rounds / 2)]
        [pscustomobject] @{ Contender = $name; Seconds = [Math]::Round($median, 2); ToImport = [Math]::Round($median / $floor, 2) }
    }
}
finally {
    [System.IO.File]::Delete($csv)
    if ($cluster) { Stop-KafkaMockCluster $cluster }
}
