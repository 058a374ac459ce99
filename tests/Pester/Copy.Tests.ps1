#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Receive-KafkaRecord and Send-KafkaRecord as a pair: what one gives, the other sends.

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $PSDefaultParameterValues['Send-KafkaRecord:Connection'] = $cluster
    $PSDefaultParameterValues['Receive-KafkaRecord:Connection'] = $cluster
    $PSDefaultParameterValues['Send-KafkaRecord:ProgressAction'] = 'SilentlyContinue'
    $script:topics = 0

    # One partition, so that records come back in their order.
    function New-Topic {
        $name = "t$(($script:topics++))"
        New-KafkaMockTopic $cluster $name -Partitions 1 | Out-Null
        $name
    }

    function Get-Hex($Bytes) { $null -eq $Bytes ? 'null' : "'$([System.Convert]::ToHexString($Bytes))'" }

    # All that a copy has to keep, as lines to compare.
    function Read-Exactly([string] $Topic) {
        Receive-KafkaRecord $Topic | ForEach-Object {
            $headers = $_.Headers | ForEach-Object { "$($_.Name)=$(Get-Hex $_.ValueBytes)" }
            "$($_.Timestamp.ToUnixTimeMilliseconds()) $(Get-Hex $_.KeyBytes) $(Get-Hex $_.ValueBytes) $headers"
        }
    }

    # Ten records with the values 1 to 10 and a topic to copy them to.
    function New-Source {
        $name = New-Topic
        1..10 | Send-KafkaRecord $name | Out-Null
        $name
    }

    # What the pipeline under test may write as errors is not what the test looks at.
    function Invoke-Quietly([scriptblock] $Command) {
        $ErrorActionPreference = 'Continue'
        try { & $Command *>&1 | Out-Null } catch { Write-Debug "$_" }
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Send-KafkaRecord:Connection')
    $PSDefaultParameterValues.Remove('Receive-KafkaRecord:Connection')
    $PSDefaultParameterValues.Remove('Send-KafkaRecord:ProgressAction')
    Stop-KafkaMockCluster $cluster
}

Describe 'A copy is exact to the byte' {
    BeforeAll {
        $source = New-Topic
        $time = [datetimeoffset] '2026-03-01T12:00:00.007Z'
        $values = '{"price":1.10,"n":12345678901234567890,"e":1.0e3,"t":"2026-01-01T00:00:00Z"}', '{"a":1,"A":2,"":3}', '[1,[2,[3,[4]]]]',
            '  "text" ', 'null', '1.10', '1e999', '', 'no json', '{"a":{"b":{"c":{"d":{"e":[1]}}}}}'
        $values | Send-KafkaRecord $source -Key { "k$($_.Length)" } -Timestamp $time | Out-Null
        , [byte[]] (0, 255, 254) | Send-KafkaRecord $source -Key ([byte[]] (255, 0)) -Timestamp $time | Out-Null
        , [byte[]] (, 7) | Send-KafkaRecord $source -Key '' -Timestamp $time.AddDays(-1) | Out-Null
        'without a key' | Send-KafkaRecord $source | Out-Null
        'deleted' | Send-KafkaRecord $source -Tombstone -Key { $_ } | Out-Null
        'headers' | Send-KafkaRecord $source -Header ([ordered] @{ twice = 'a', $null, [byte[]] (, 255); none = $null; empty = '' }) | Out-Null
        'one header' | Send-KafkaRecord $source -Header @{ h = 'é' } | Out-Null
        $expected = Read-Exactly $source
    }

    It 'live, as <_>' -ForEach 'Text', 'Json', 'Bytes' {
        $target = New-Topic
        Receive-KafkaRecord $source -ValueFormat $_ -WarningAction SilentlyContinue | Send-KafkaRecord $target -ErrorAction Stop | Out-Null
        Read-Exactly $target | Should -Be $expected
    }

    It 'live, as deep as JSON goes' {
        $deep = New-Topic
        $target = New-Topic
        '{"a":' * 200 + '1.10' + '}' * 200 | Send-KafkaRecord $deep | Out-Null
        Receive-KafkaRecord $deep -ValueFormat Json | Send-KafkaRecord $target -ErrorAction Stop | Out-Null
        Read-Exactly $target | Should -Be (Read-Exactly $deep)
    }

    It 'through a file, as <_>' -ForEach 'Text', 'Json', 'Bytes' {
        $target = New-Topic
        Receive-KafkaRecord $source -ValueFormat $_ -WarningAction SilentlyContinue | Export-Clixml TestDrive:/records.xml
        Import-Clixml TestDrive:/records.xml | Send-KafkaRecord $target -ErrorAction Stop | Out-Null
        Read-Exactly $target | Should -Be $expected
    }

    It 'through a job' {
        $target = New-Topic
        $job = Start-Job {
            Import-Module $using:ModuleFolder
            Receive-KafkaRecord $using:source -ValueFormat Json -Connection $using:cluster.BootstrapServers -WarningAction SilentlyContinue
        }
        $job | Receive-Job -Wait -AutoRemoveJob | Send-KafkaRecord $target -ErrorAction Stop | Out-Null
        Read-Exactly $target | Should -Be $expected
    }

    It 'and one whose value was changed is an error that shows -Value' {
        $target = New-Topic
        Receive-KafkaRecord $source -ValueFormat Json -First 1 | ForEach-Object { $_.Value.price = 2; $_ } |
            Send-KafkaRecord $target -ErrorVariable failures -ErrorAction SilentlyContinue | Out-Null
        $failures | Should -BeLike '*was changed*-Value*'
        Receive-KafkaRecord $source -ValueFormat Json -First 1 | ForEach-Object { $_.Value.price = 2; $_ } |
            Send-KafkaRecord $target -Value { $_.Value } -ErrorAction Stop | Out-Null
        (Receive-KafkaRecord $target).Value | Should -Be '{"price":2,"n":12345678901234567890,"e":1000,"t":"2026-01-01T00:00:00Z"}'
    }
}

Describe 'A group that feeds a sender' {
    # A group takes the mock seconds to join: the other ways to lose a record or to stop are tried on a real Kafka. The first loses the
    # third record and goes on.
    It 'is not committed past a record that was lost (<How>)' -ForEach @(
        @{ How = 'a sender that ends'; Copy = { param($from, $to) Receive-KafkaRecord $from -GroupId $to | ForEach-Object { $_ | Send-KafkaRecord $to -Partition $($_.Value -eq 3 ? 9 : 0) -MaximumErrorCount 0 } } }
        @{ How = 'what if'; Copy = { param($from, $to) Receive-KafkaRecord $from -GroupId $to | Send-KafkaRecord $to -WhatIf } }
    ) {
        $source = New-Source
        $target = New-Topic
        Invoke-Quietly { & $Copy $source $target }
        (Receive-KafkaRecord $source -GroupId $target).Value | Should -Be (1..10)
    }

    It 'comes again where the brokers refuse what it feeds' {
        $source = New-Source
        $target = New-Topic
        Add-KafkaMockError $cluster -Request Produce -Error TopicAuthorizationFailed
        $said = try { Receive-KafkaRecord $source -GroupId $target | Send-KafkaRecord $target -ErrorAction Stop } catch { $_ }
        $said.FullyQualifiedErrorId | Should -BeLike 'AuthorizationFailed,*'
        Receive-KafkaRecord $source -GroupId $target | Send-KafkaRecord $target -ErrorAction Stop | Out-Null
        (Receive-KafkaRecord $target).Value | Should -Be (1..10)
        Receive-KafkaRecord $source -GroupId $target | Should -HaveCount 0
    }

    It 'forgets for the next command what was lost in the one before' {
        $source = New-Source
        $target = New-Topic
        Invoke-Quietly { 'x' | Send-KafkaRecord $target -Partition 9 }
        Receive-KafkaRecord $source -GroupId $target | Send-KafkaRecord $target | Out-Null
        Receive-KafkaRecord $source -GroupId $target | Should -HaveCount 0
    }

    It 'gets again the record during which it stopped, and no other (<How>)' -ForEach @(
        @{ How = 'throw'; Copy = { param($from, $to) Receive-KafkaRecord $from -GroupId $to | ForEach-Object { if ($_.Value -eq 4) { throw 'no' }; $_ } | Send-KafkaRecord $to } }
    ) {
        $source = New-Source
        $target = New-Topic
        Invoke-Quietly { & $Copy $source $target }
        $sent = @(Receive-KafkaRecord $target | ForEach-Object { [int] $_.Value })
        $rest = @(Receive-KafkaRecord $source -GroupId $target | ForEach-Object { [int] $_.Value })
        # Nothing is missing, and at most the one record comes twice.
        $sent + $rest | Sort-Object -Unique | Should -Be (1..10)
        $sent.Count + $rest.Count | Should -BeIn 10, 11
    }
}
