#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $PSDefaultParameterValues['Send-KafkaRecord:Connection'] = $cluster
    $PSDefaultParameterValues['Send-KafkaRecord:ProgressAction'] = 'SilentlyContinue'
    $script:topics = 0

    # One partition, so that records come back in their order.
    function Add-Topic {
        $name = "t$(($script:topics++))"
        New-KafkaMockTopic $cluster $name -Partitions 1 | Out-Null
        $name
    }
    function Read-Topic([string] $Topic) { Receive-KafkaRecord $Topic -Connection $cluster }
    function Read-Value([string] $Topic) { (Read-Topic $Topic).Value }

    # What a command wrote as errors that did not end it.
    function Get-ErrorsOf([scriptblock] $Command) {
        $ErrorActionPreference = 'Continue'
        & $Command 2>&1 | Where-Object { $_ -is [System.Management.Automation.ErrorRecord] }
    }
}

AfterAll {
    $PSDefaultParameterValues.Remove('Send-KafkaRecord:Connection')
    $PSDefaultParameterValues.Remove('Send-KafkaRecord:ProgressAction')
    Stop-KafkaMockCluster $cluster
}

Describe 'What is sent' {
    It 'text as it is, also empty, and bytes as bytes' {
        $topic = Add-Topic
        'a "b"', '', 'é' | Send-KafkaRecord $topic | Out-Null
        , [System.Text.Encoding]::UTF8.GetBytes('bytes') | Send-KafkaRecord $topic | Out-Null
        Send-KafkaRecord $topic -InputObject 'a', 'b' | Out-Null
        Read-Value $topic | Should -Be 'a "b"', '', 'é', 'bytes', '["a","b"]'
    }

    It 'objects as compact JSON, each by its own properties' {
        $topic = Add-Topic
        $later = [pscustomobject] @{ id = 2 }
        $later | Add-Member added ([bigint]::Pow(10, 20))
        [pscustomobject] @{ id = 1; name = 'x' }, $later, [ordered] @{ z = 1; a = [DayOfWeek]::Friday }, 5, $true |
            Send-KafkaRecord $topic | Out-Null
        Read-Value $topic | Should -Be '{"id":1,"name":"x"}', '{"id":2,"added":100000000000000000000}', '{"z":1,"a":"Friday"}', '5', 'true'
    }

    It 'an object as it was when it came down the pipeline' {
        $topic = Add-Topic
        $one = [pscustomobject] @{ n = 0 }
        1..3 | ForEach-Object { $one.n = $_; $one } | Send-KafkaRecord $topic | Out-Null
        Read-Value $topic | Should -Be '{"n":1}', '{"n":2}', '{"n":3}'
    }

    It 'columns of a CSV that are named like parameters, as data' {
        $topic = Add-Topic
        'Key,Header,Topic,Partition,Connection,InputObject,Value', '1,2,3,4,5,6,7' | ConvertFrom-Csv | Send-KafkaRecord $topic | Out-Null
        $record = Read-Topic $topic
        $record.Key | Should -BeNullOrEmpty
        $record.Value | Should -Be '{"Key":"1","Header":"2","Topic":"3","Partition":"4","Connection":"5","InputObject":"6","Value":"7"}'
    }

    It 'a received record that went through a job as it was received, whatever is shown of it' {
        $topic = Add-Topic
        $copy = [pscustomobject] @{
            PSTypeName = 'Deserialized.AirbyteKafka.ReceivedRecord'
            Key = 'k'; Value = 'é'; KeyBytes = [byte[]] (107); ValueBytes = [byte[]] (0xC3, 0xA9)
            Headers = @([pscustomobject] @{ Name = 'h'; Value = '1'; ValueBytes = [byte[]] (49) }, [pscustomobject] @{ Name = 'h'; Value = $null; ValueBytes = $null })
            Timestamp = [datetimeoffset] '2026-03-01T12:00:00.007Z'
        }
        $copy | Send-KafkaRecord $topic | Out-Null
        $copy | Send-KafkaRecord $topic -Value { $_.Value + '!' } | Out-Null
        $records = Read-Topic $topic
        $records | ForEach-Object { "$($_.Key)=$($_.Value) $($_.Headers | ForEach-Object { "$($_.Name):$($_.Value)" }) $($_.Timestamp.ToUnixTimeMilliseconds() % 1000)" } |
            Should -Be 'k=é h:1 h: 7', 'k=é! h:1 h: 7'
        $copy.Value = 'changed'
        Get-ErrorsOf { $copy | Send-KafkaRecord $topic } | Should -BeLike '*was changed*-Value*'
    }

    It 'nothing of an empty list' { (@() | Send-KafkaRecord (Add-Topic)).Records | Should -Be 0 }
}

Describe 'Keys, headers, partition and time' {
    It 'takes a key from a property, a value or a script block' {
        $topic = Add-Topic
        [pscustomobject] @{ id = 7 }, @{ id = 'x' } | Send-KafkaRecord $topic -KeyProperty id | Out-Null
        'v' | Send-KafkaRecord $topic -Key ([guid]::Empty) | Out-Null
        'abc' | Send-KafkaRecord $topic -Key { $_.Length } -Value { $_.ToUpperInvariant() } | Out-Null
        Read-Topic $topic | ForEach-Object { "$($_.Key)=$($_.Value)" } |
            Should -Be '7={"id":7}', 'x={"id":"x"}', "$([guid]::Empty)=v", '3=ABC'
    }

    It 'sends headers in their order, repeated and without a value' {
        $topic = Add-Topic
        'v' | Send-KafkaRecord $topic -Header ([ordered] @{ b = 1; a = 'x', 'y'; n = $null; s = { $_ } }) | Out-Null
        (Read-Topic $topic).Headers | ForEach-Object { "$($_.Name)=$($_.Value ?? 'null')" } | Should -Be 'b=1', 'a=x', 'a=y', 'n=null', 's=v'
    }

    It 'sends the time that it is given' {
        $topic = Add-Topic
        1 | Send-KafkaRecord $topic -Timestamp '2026-03-01T12:00:00Z' | Out-Null
        (Read-Topic $topic).Timestamp | Should -Be ([datetimeoffset] '2026-03-01T12:00:00Z')
    }

    It 'deletes a key with a tombstone, and only with a key' {
        $topic = Add-Topic
        'a', 'b' | Send-KafkaRecord $topic -Tombstone -Key { $_ } | Out-Null
        $records = Read-Topic $topic
        $records.Key | Should -Be 'a', 'b'
        $records.Where({ $null -ne $_.Value }) | Should -BeNullOrEmpty
        Get-Failure { Send-KafkaRecord $topic -Tombstone } | Should -BeLike '*-Key*'
        Get-ErrorsOf { 'a' | Send-KafkaRecord $topic -Tombstone -Key { } } | Should -BeLike 'Record 1: A tombstone without a key*'
    }
}

Describe 'What came of it' {
    It 'is a summary, which a variable holds too' {
        $summary = 1..3 | Send-KafkaRecord (Add-Topic) -ResultVariable kept
        $summary.Records, $summary.FailedRecords, $summary.UnknownRecords, $summary.Bytes, $summary.IsCompleted | Should -Be 3, 0, 0, 3, $true
        $kept | Should -Be $summary
    }

    It 'is an object for each record with -PassThru' {
        $topic = Add-Topic
        $sent = 'a', 'b' | Send-KafkaRecord $topic -Key { $_ } -PassThru
        $sent | ForEach-Object { "$_ $($_.Key)" } | Should -Be "$topic[0]@0 a", "$topic[0]@1 b"
    }

    It 'fits a table of 80 columns' {
        $table = 1..3 | Send-KafkaRecord (Add-Topic) | Out-String -Width 80
        $table | Should -Match 'Topic\s+Records\s+Failed\s+Unknown\s+Bytes\s+Duration\s+Rate'
        ($table -split "`n").Where({ $_.TrimEnd().Length -gt 80 }) | Should -BeNullOrEmpty
    }

    It 'sends nothing with -WhatIf' {
        $topic = Add-Topic
        1, 2 | Send-KafkaRecord $topic -WhatIf | Should -BeNullOrEmpty
        Read-Topic $topic | Should -BeNullOrEmpty
    }
}

Describe 'What goes wrong' {
    It 'is an error of the one object, and the rest goes on' {
        $topic = Add-Topic
        $errors = Get-ErrorsOf { 1, [double]::NaN, $null, 2 | Send-KafkaRecord $topic -ResultVariable script:kept }
        $errors.Count | Should -Be 2
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ObjectNotSerializable,*'
        $errors[0] | Should -BeLike 'Record 2: The object is NaN*'
        $kept.FailedRecords | Should -Be 1
        Read-Value $topic | Should -Be '1', '2'
    }

    It 'ends the command after -MaximumErrorCount' {
        $failure = Get-Failure { 1..5 | ForEach-Object { [double]::NaN } | Send-KafkaRecord (Add-Topic) -MaximumErrorCount 2 -ErrorAction SilentlyContinue }
        $failure.FullyQualifiedErrorId | Should -BeLike 'TooManyErrors,*'
        Get-Failure { [double]::NaN | Send-KafkaRecord (Add-Topic) -MaximumErrorCount 0 } | Should -BeLike '*NaN*'
    }

    It 'is a partition that is not there, for each of its records' {
        $topic = Add-Topic
        'first' | Send-KafkaRecord $topic | Out-Null
        $errors = Get-ErrorsOf { 1, 2 | Send-KafkaRecord $topic -Partition 9 }
        $errors.TargetObject.Number | Should -Be 1, 2
        $errors[0] | Should -BeLike "*topic '$topic' has no partition 9*"
    }

    It 'is a byte[] that a pipeline takes apart' {
        Get-Failure { [byte[]] (1, 2) | Send-KafkaRecord (Add-Topic) } | Should -BeLike '*,$bytes*'
    }

    It 'stops at the first error with -ErrorAction Stop, and keeps the figures' {
        $topic = Add-Topic
        $failure = Get-Failure { 1, [double]::NaN, 2 | Send-KafkaRecord $topic -ErrorAction Stop -ResultVariable script:kept }
        $failure | Should -BeLike 'Record 2:*'
        $kept.Records, $kept.FailedRecords, $kept.IsCompleted | Should -Be 1, 1, $false
    }

    It 'is what was formatted for the screen' {
        Get-ErrorsOf { [pscustomobject] @{ a = 1 } | Format-Table | Send-KafkaRecord (Add-Topic) } | Select-Object -First 1 | Should -BeLike '*Format-Table*'
    }

    It 'is an object without the property that is the key' {
        Get-ErrorsOf { @{ a = 1 } | Send-KafkaRecord (Add-Topic) -KeyProperty id } | Should -BeLike "Record 1: *'id'*"
    }
}

Describe 'At a prompt' {
    It 'runs under Set-StrictMode -Version Latest' {
        $topic = Add-Topic
        & { Set-StrictMode -Version Latest; [pscustomobject] @{ a = 1 } | Send-KafkaRecord $topic -Key { $_.a } -Header @{ x = { $_.a } } | Out-Null }
        (Read-Topic $topic).Key | Should -Be '1'
    }

    It 'sends what came before Select-Object -First had enough' {
        $topic = Add-Topic
        1..100 | Send-KafkaRecord $topic -PassThru | Select-Object -First 1 | Out-Null
        (Read-Value $topic)[0] | Should -Be '1'
    }

    It 'runs in ForEach-Object -Parallel' {
        $topic = Add-Topic
        $connection = $cluster
        1..3 | ForEach-Object -Parallel {
            Import-Module $using:ModuleFolder
            $_ | Send-KafkaRecord $using:topic -Connection $using:connection | Out-Null
        } -ThrottleLimit 3
        Read-Value $topic | Sort-Object | Should -Be '1', '2', '3'
    }
}
