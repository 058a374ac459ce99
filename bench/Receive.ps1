#requires -Version 7.6
<#
.SYNOPSIS
    Receive-KafkaRecord beside kcat -C: a million records of 500 bytes from a broker that runs, in turns.
.PARAMETER BootstrapServers
    A broker without encryption or login. The topic is made there, once.
.PARAMETER Records
    How many records.
.PARAMETER Rounds
    How many rounds; the first warms up and does not count.
.OUTPUTS
    For each round seconds of both and their ratio, then the median ratio. The aim is 3.
.EXAMPLE
    artifacts/pwsh/pwsh -NoProfile bench/Receive.ps1 127.0.0.1:9092
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $BootstrapServers, [int] $Records = 1000000, [int] $Rounds = 6)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../artifacts/module/AirbyteKafka"
$topic = "bench_receive_$Records"
if (-not (Receive-KafkaRecord "$topic*" -First 1 -Connection $BootstrapServers)) {
    $file = New-TemporaryFile
    try {
        $writer = [System.IO.StreamWriter]::new($file.FullName)
        $line = 'x' * 500
        for ($i = 0; $i -lt $Records; $i++) { $writer.WriteLine($line) }
        $writer.Dispose()
        & kcat -P -b $BootstrapServers -t $topic -l $file.FullName
    }
    finally { Remove-Item $file }
}
$ratios = foreach ($round in 0..$Rounds) {
    $ours = (Measure-Command { Receive-KafkaRecord $topic -Connection $BootstrapServers > $null }).TotalSeconds
    # A shell of the system drops the output: PowerShell would make text of it.
    $kcat = (Measure-Command { & sh -c "kcat -C -q -e -o beginning -b '$BootstrapServers' -t $topic > /dev/null" }).TotalSeconds
    Write-Information ('{0:n2} s, kcat {1:n2} s: {2:n2}' -f $ours, $kcat, ($ours / $kcat)) -InformationAction Continue
    if ($round) { $ours / $kcat }
}
[pscustomobject]@{ Records = $Records; MedianRatio = [math]::Round(($ratios | Sort-Object)[[int][math]::Floor($ratios.Count / 2)], 2) }
