#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{stream}'; acks = 'all' }

    # Records of a stream: Airbyte's envelope around {"i":1} and so on.
    function Add-Record([string] $Stream, [int[]] $Number) {
        $Number | ForEach-Object { Get-RecordLine $Stream "{`"i`":$_}" } | Write-AirbyteRecords $config (Get-Catalog $Stream) | Out-Null
    }

    function Get-Number($Record) { @($Record | ForEach-Object { ($_.Value | ConvertFrom-Json)._airbyte_data.i }) }

    # A shell of its own, to stop it: what it has given so far is in Output.
    function Open-Shell([string] $Script) {
        $shell = [powershell]::Create().AddScript("Import-Module '$ModuleFolder'; $Script")
        $output = [System.Management.Automation.PSDataCollection[psobject]]::new()
        [pscustomobject]@{ Shell = $shell; Output = $output; Run = $shell.BeginInvoke([System.Management.Automation.PSDataCollection[psobject]]::new(), $output) }
    }

    function Wait-Output($Started, [int] $Count) {
        $watch = [System.Diagnostics.Stopwatch]::StartNew()
        while ($Started.Output.Count -lt $Count -and -not $Started.Run.IsCompleted -and $watch.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
        $Started.Output.Count | Should -BeGreaterOrEqual $Count
    }

    Add-Record read (1..50)
    Add-Record other (1..3)
    Add-Record followed (1..20)
    $PSDefaultParameterValues['Receive-KafkaRecord:Connection'] = $cluster
}

AfterAll {
    $PSDefaultParameterValues.Remove('Receive-KafkaRecord:Connection')
    Stop-KafkaMockCluster $cluster
}

Describe 'What is received' {
    It 'is everything to the present end: key, value, partition, offset, timestamp' {
        $records = Receive-KafkaRecord read
        $records | Should -HaveCount 50
        $value = $records[0].Value | ConvertFrom-Json
        $value._airbyte_ab_id | Should -Be $records[0].Key
        [System.Text.Encoding]::UTF8.GetString($records[0].KeyBytes) | Should -Be $records[0].Key
        ($records | Group-Object Partition | ForEach-Object { ($_.Group.Offset | Measure-Object -Maximum).Maximum + 1 } | Measure-Object -Sum).Sum | Should -Be 50
        ([datetimeoffset]::UtcNow - $records[0].Timestamp).TotalMinutes | Should -BeLessThan 60
    }

    It 'is read as <Format>' -ForEach @(
        @{ Format = 'Text'; Type = 'String' }, @{ Format = 'Json'; Type = 'PSCustomObject' }, @{ Format = 'Bytes'; Type = 'Byte[]' }
    ) {
        (Receive-KafkaRecord read -First 1 -ValueFormat $Format).Value.GetType().Name | Should -Be $Type
    }

    It 'ends at -First, and for Select-Object -First' {
        Receive-KafkaRecord read -First 3 | Should -HaveCount 3
        Receive-KafkaRecord read -Count 3 | Should -HaveCount 3
        Receive-KafkaRecord read | Select-Object -First 2 | Should -HaveCount 2
    }

    It 'is the last of each topic with -Tail, in the order of time' {
        $tail = Receive-KafkaRecord read, other -Tail 2
        $tail | Group-Object Topic | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'other 2', 'read 2'
        $all = Receive-KafkaRecord other | Sort-Object Timestamp, Partition
        (Receive-KafkaRecord other -Tail 100).Timestamp | Should -Be $all.Timestamp
        Receive-KafkaRecord read -Tail 0 | Should -HaveCount 0
    }

    It 'is a partition from an offset' {
        $there = Receive-KafkaRecord read | Group-Object Partition | Sort-Object Count | Select-Object -Last 1
        $records = @(Receive-KafkaRecord read -Partition $there.Name -Offset 1)
        $records.Offset | Should -Be $there.Group.Offset[1..($there.Count - 1)]
        $records.Partition | Sort-Object -Unique | Should -Be $there.Name
    }

    It 'is what comes with -Wait, until -TimeoutSeconds without an error' {
        Receive-KafkaRecord other -Tail 0 -Wait -TimeoutSeconds 1 -ErrorAction Stop | Should -HaveCount 0
        New-KafkaMockTopic $cluster waited | Out-Null
        $waiting = Open-Shell "'ready'; Receive-KafkaRecord waited -Wait -First 3 -Connection $($cluster.BootstrapServers)"
        try {
            Add-Record waited 1
            Wait-Output $waiting 1
            Add-Record waited (2..3)
            $waiting.Shell.EndInvoke($waiting.Run)
            Get-Number ($waiting.Output | Select-Object -Skip 1) | Sort-Object | Should -Be 1, 2, 3
        }
        finally { $waiting.Shell.Dispose() }
    }
}

Describe 'Topics' {
    It 'come by name, by wildcard and from the pipeline, each once' {
        Receive-KafkaRecord 'oth*', other | Should -HaveCount 3
        'other', 'other' | Receive-KafkaRecord | Should -HaveCount 3
        [pscustomobject]@{ Topic = 'other'; Name = 'x' }, [pscustomobject]@{ Name = 'read' } | Receive-KafkaRecord -Tail 1 | Should -HaveCount 2
        Get-KafkaDestinationTopic $config (Get-Catalog other) | Receive-KafkaRecord | Should -HaveCount 3
        Receive-KafkaRecord 'nothing*' -ErrorAction Stop | Should -HaveCount 0
    }

    It 'that are missing are errors, one each, and the others are read; none is made' {
        $records = Receive-KafkaRecord missing1, other, missing2 -ErrorVariable failures -ErrorAction SilentlyContinue
        $records | Should -HaveCount 3
        $failures | ForEach-Object { "$($_.FullyQualifiedErrorId.Split(',')[0]) $($_.TargetObject)" } | Should -Be 'TopicMissing missing1', 'TopicMissing missing2'
        Receive-KafkaRecord 'missing*' | Should -HaveCount 0
        (Get-Failure { Receive-KafkaRecord missing1 -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'TopicMissing,*'
    }

    It 'as objects without a name are refused' {
        (Get-Failure { [pscustomobject]@{ a = 1 } | Receive-KafkaRecord -ErrorAction Stop }).Exception.Message | Should -Match 'neither a property Topic nor Name'
    }

    It 'with a partition that is missing are an error' {
        Receive-KafkaRecord other -Partition 99 -ErrorVariable failures -ErrorAction SilentlyContinue | Should -HaveCount 0
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'PartitionMissing,*'
    }
}

Describe '-Since and -Until' {
    It 'refuse <Given>' -ForEach @(
        @{ Given = '30'; Command = { Receive-KafkaRecord other -Since 30 } }
        @{ Given = 'a number in a variable'; Command = { $number = 30; Receive-KafkaRecord other -Since $number } }
        @{ Given = 'yesterday'; Command = { Receive-KafkaRecord other -Until yesterday } }
        @{ Given = '1kb'; Command = { Receive-KafkaRecord other -Since 1kb } }
        @{ Given = 'an end before the beginning'; Command = { Receive-KafkaRecord other -Since 1h -Until 2h } }
    ) {
        $failure = Get-Failure $Command
        $failure.FullyQualifiedErrorId | Should -BeLike 'ArgumentInvalid,*'
        $failure.Exception.Message | Should -Match '30s|not after'
    }

    It 'take <Given>' -ForEach @(
        @{ Given = '30s, 1d and 2w as they are typed'; Command = { Receive-KafkaRecord other -Until 30s; Receive-KafkaRecord other -Until 1d; Receive-KafkaRecord other -Until 2w } }
        @{ Given = 'a TimeSpan'; Command = { Receive-KafkaRecord other -Until ([timespan]::FromHours(1)) } }
        @{ Given = 'a DateTime'; Command = { Receive-KafkaRecord other -Until ([datetime]::Now.AddHours(-1)) } }
        @{ Given = 'a DateTimeOffset'; Command = { Receive-KafkaRecord other -Until ([datetimeoffset]::Now.AddHours(-1)) } }
        @{ Given = 'a date'; Command = { Receive-KafkaRecord other -Until 2020-01-02; Receive-KafkaRecord other -Until '2020-01-02T03:04:05Z' } }
    ) {
        & $Command | Should -HaveCount 0
    }
}

Describe 'A group' {
    It 'gets each record once, over several commands' {
        $first = Receive-KafkaRecord followed -GroupId once -First 7
        $second = Receive-KafkaRecord followed -GroupId once
        $first | Should -HaveCount 7
        Get-Number (@($first) + $second) | Sort-Object | Should -Be (1..20)
        Receive-KafkaRecord followed -GroupId once | Should -HaveCount 0
    }

    It 'gets the record again during which the pipeline stopped, and none twice that came before (<How>)' -ForEach @(
        @{ How = 'Select-Object -First'; Stop = { param($group) Receive-KafkaRecord followed -GroupId $group | Select-Object -First 4 } }
        @{ How = 'throw'; Stop = { param($group) $n = 0; try { Receive-KafkaRecord followed -GroupId $group | ForEach-Object { $_; if (++$n -eq 4) { throw 'no' } } } catch { Write-Debug "$_" } } }
        @{ How = 'break'; Stop = { param($group) $n = 0; foreach ($once in 1) { Receive-KafkaRecord followed -GroupId $group | ForEach-Object { $_; if (++$n -eq 4) { break } } } } }
    ) {
        $first = @(& $Stop "stopped by $How")
        $rest = @(Receive-KafkaRecord followed -GroupId "stopped by $How")
        $first | Should -HaveCount 4
        $rest | Should -HaveCount 17
        Get-Number ($first[0..2] + $rest) | Sort-Object | Should -Be (1..20)
    }

    It 'keeps its place when it is stopped while it waits' {
        $waiting = Open-Shell "Receive-KafkaRecord followed -GroupId interrupted -Wait -Connection $($cluster.BootstrapServers)"
        try {
            Wait-Output $waiting 20
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $waiting.Shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally { $waiting.Shell.Dispose() }
        Receive-KafkaRecord followed -GroupId interrupted | Should -HaveCount 0
    }

    It 'is not asked for a place in a topic as well' {
        (Get-Failure { Receive-KafkaRecord followed -GroupId x -Tail 1 }).FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
    }
}

Describe 'A received record' {
    BeforeAll { $record = Receive-KafkaRecord read -First 1 }

    It 'shows in 80 columns' {
        $lines = ($record | Out-String -Width 80).Split("`n").TrimEnd() -ne ''
        $lines[0].Trim() | Should -Be 'Topic: read'
        $lines[1].Trim() -split '\s+' | Should -Be 'Part', 'Offset', 'Time', 'Key', 'Value'
        $lines[3] | Should -Match "^ +\d+ +0 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d $($record.Key.Substring(0, 11))… \{`"_airbyte_a"
        $lines | ForEach-Object { $_.Length | Should -BeLessOrEqual 80 }
    }

    It 'has a short text' {
        "$record" | Should -Be "read[$($record.Partition)]@$($record.Offset)"
    }

    It 'survives a file with its bytes, headers and milliseconds' {
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($record))
        $copy.KeyBytes | Should -Be $record.KeyBytes
        $copy.Timestamp.UtcDateTime | Should -Be $record.Timestamp.UtcDateTime
        $copy | Out-String -Width 80 | Should -Be ($record | Out-String -Width 80)
    }

    It 'cannot be changed, and completes to its properties' {
        { $record.Key = 'x' } | Should -Throw
        $text = '(Receive-KafkaRecord read).'
        $shown = [System.Management.Automation.CommandCompletion]::CompleteInput($text, $text.Length, $null).CompletionMatches.CompletionText
        $shown | Should -Contain 'ValueBytes'
        $shown | Where-Object { $_ -match '[<>]' } | Should -BeNullOrEmpty
    }

    It 'is found under strict mode, in a thread job and in parallel' {
        & { Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop'; Receive-KafkaRecord other } | Should -HaveCount 3
        $servers = $cluster.BootstrapServers
        $module = $ModuleFolder
        Start-ThreadJob { Import-Module $using:module; Receive-KafkaRecord other -Connection $using:servers } | Receive-Job -Wait -AutoRemoveJob | Should -HaveCount 3
        1..2 | ForEach-Object -Parallel { Import-Module $using:module; Receive-KafkaRecord other -Connection $using:servers } | Should -HaveCount 6
    }
}

Describe 'Stopping' {
    It 'ends the wait for brokers that are not there' {
        $waiting = Open-Shell "'ready'; Receive-KafkaRecord t -Connection 127.0.0.1:1"
        try {
            Wait-Output $waiting 1
            $watch = [System.Diagnostics.Stopwatch]::StartNew()
            $waiting.Shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        }
        finally { $waiting.Shell.Dispose() }
    }
}

Describe 'Messages' {
    It 'say with -Verbose what is read' {
        $said = Receive-KafkaRecord 'oth*' -Tail 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] } | Out-String
        $said | Should -Match 'the last 1 of each topic, to the present end'
        $said | Should -Match "'oth\*' matches other"
    }

    It 'warn of an offset that is not there' {
        Receive-KafkaRecord other -Partition 0 -Offset 1000 -WarningVariable warnings -WarningAction SilentlyContinue | Should -HaveCount 0
        $warnings | Should -Match '^Partition 0 of topic ''other'' ends before offset \d+: there is no 1000'
    }
}
