#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Runs the snippets of docs/cookbook.md as they are printed. Given is what the reader has at hand besides a connection and a topic of orders;
# Then is what has to come of it, with the snippet's output in $shown. What a mock cluster lacks is tried on the Kafka that the variable
# AIRBYTEKAFKA_COOKBOOK_SERVERS names, and AIRBYTEKAFKA_COOKBOOK_LOGIN is the file of one that wants a login.

BeforeDiscovery {
    $onMock = @(
        @{ Title = 'Load a CSV file with a key'
            Given = { Set-Content orders.csv 'id,Key,total', '7,data,1.50' }
            Then  = {
                $shown.Records | Should -Be 1
                (Receive-KafkaRecord orders | Where-Object Key -EQ '7').Value | Should -Be '{"id":"7","Key":"data","total":"1.50"}'
            }
        }
        @{ Title = 'Copy a topic'
            Then = {
                $expected, $copied = foreach ($topic in 'orders', 'orders-copy') {
                    , @(Receive-KafkaRecord $topic | ForEach-Object { "$($_.Key) $($_.Value) $($_.Headers) $($_.Timestamp.Ticks)" } | Sort-Object)
                }
                $copied | Should -Be $expected
            }
        }
        @{ Title = 'Change values and keep keys'
            Then = {
                Receive-KafkaRecord orders-taxed -ValueFormat Json | Sort-Object { $_.Value.id } | ForEach-Object { "$($_.Key) $([double] $_.Value.total) $($_.Headers)" } |
                    Should -Be 'ann 60 source=shop', 'bob 180 source=shop', 'ann 240 source=shop'
            }
        }
        @{ Title = 'Follow a topic with a filter'; Then = { $shown.Value.total | Should -BeGreaterThan 100 } }
        @{ Title = 'Turn JSON values into a CSV file'; Then = { (Import-Csv export.csv | Sort-Object id).total | Should -Be '50', '150', '200' } }
        @{ Title = 'Delete a key'
            Then = {
                $record = Receive-KafkaRecord customers
                "$($record.Key) $($null -eq $record.ValueBytes)" | Should -Be '42 True'
            }
        }
        @{ Title = 'Count records by key'; Then = { $shown | ForEach-Object { "$($_.Name) $($_.Count)" } | Should -Be 'ann 2', 'bob 1' } }
        @{ Title = 'Replay a sync of Airbyte from a file'
            Given = {
                @{ bootstrap_servers = (Get-KafkaConnection).BootstrapServers; topic_pattern = '{stream}'; acks = 'all' } | ConvertTo-Json | Set-Content config.json
                Copy-Item "$Examples/catalog.json" catalog.json
                Copy-Item "$Examples/messages.jsonl" sync.jsonl
            }
            Then  = {
                $shown.Records | Should -Be 3600
                Get-Content states.jsonl | ConvertFrom-Json | ForEach-Object type | Should -Be 'STATE', 'STATE', 'STATE'
            }
        }
        @{ Title = 'Load files in parallel'
            Given = {
                $null = New-Item -ItemType Directory parts
                1..4 | ForEach-Object { Set-Content "parts/$_.csv" 'id', "$_", "$($_ + 10)" }
            }
            Then  = {
                $shown.Sum | Should -Be 8
                Receive-KafkaRecord parts | ForEach-Object { [int] $_.Key } | Sort-Object | Should -Be 1, 2, 3, 4, 11, 12, 13, 14
            }
        }
    )
    $onKafka = @(
        @{ Title = 'See the last record of several topics'
            Given = { $null = 'old', 'new' | Send-KafkaRecord order-notes -Partition 0 }
            Then  = { $shown | Where-Object Topic -EQ 'order-notes' | ForEach-Object Value | Should -Be 'new' }
        }
        @{ Title = 'Save what came in the last two hours'
            Given = { $null = 'too old' | Send-KafkaRecord orders -Timestamp ([datetime]::UtcNow.AddHours(-3)) -Partition 0 }
            Then  = { Get-Content recent.jsonl | ConvertFrom-Json | ForEach-Object id | Sort-Object -Unique | Should -Be '1', '2', '3' }
        }
        @{ Title = 'Make topics with settings'
            Then = { "$($shown[-1].Name) $($shown[-1].Partitions) $($shown[-1].Config['retention.ms'])" | Should -Be 'events 6 259200000' }
        }
        @{ Title = 'See how far a group is behind'; Then = { $shown.Count | Should -BeGreaterThan 0; $shown.Sum | Should -BeIn (0..(@(Receive-KafkaRecord orders).Count - 2)) } }
        @{ Title = 'Log in with a secret from a vault'
            Given = {
                Copy-Item $env:AIRBYTEKAFKA_COOKBOOK_LOGIN kafka.json
                # As Microsoft.PowerShell.SecretManagement has it.
                function Get-Secret([string] $Name) {
                    $Name | Should -Be 'kafka'
                    $password = [securestring]::new()
                    $env:AIRBYTEKAFKA_COOKBOOK_PASSWORD.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
                    [pscredential]::new($env:AIRBYTEKAFKA_COOKBOOK_USER, $password)
                }
            }
            Then  = { $shown[-1].Topic | Should -Be 'orders' }
        }
    )
    $inPester = 'Test a pipeline in Pester with a Kafka that fails'
    $tested = @($onMock.Title) + $onKafka.Title + $inPester
    $hasKafka = [bool] $env:AIRBYTEKAFKA_COOKBOOK_SERVERS
}

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder

    $snippets = @{}
    $page = Get-Content "$PSScriptRoot/../../docs/cookbook.md" -Raw
    foreach ($section in [regex]::Matches($page, '(?ms)^## (?<title>[^\n]+)\n(?<body>.*?)(?=^## |\z)')) {
        $snippets[$section.Groups['title'].Value] = [regex]::Match($section.Groups['body'].Value, '(?s)```powershell\n(.*?)\n```').Groups[1].Value
    }

    # Sessions of their own (-Parallel) find the module by its name.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Split-Path $ModuleFolder) + [System.IO.Path]::PathSeparator + $modulePath

    function Invoke-Snippet([string] $Title, [scriptblock] $Given) {
        Set-StrictMode -Version Latest
        $ErrorActionPreference = 'Stop'
        Set-Content source.csv 'id,customer,total', '1,ann,50', '2,bob,150', '3,ann,200'
        $null = Import-Csv source.csv | Select-Object id, customer, @{ n = 'total'; e = { [decimal] $_.total } } |
            Send-KafkaRecord orders -Key { $_.customer } -Header @{ source = 'shop' }
        if ($Given) { . $Given }
        . ([scriptblock]::Create($snippets[$Title]))
    }
}

AfterAll { $env:PSModulePath = $modulePath }

Describe 'docs/cookbook.md' {
    It 'has fifteen snippets, each with a test' -ForEach @{ Tested = $tested } {
        $snippets.Keys | Sort-Object | Should -Be ($Tested | Sort-Object)
        $Tested | Should -HaveCount 15
    }

    Context 'on a mock cluster' {
        BeforeEach {
            Push-Location (New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())")
            $mock = Start-KafkaMockCluster
            $null = Connect-Kafka $mock
        }

        AfterEach {
            Disconnect-Kafka
            $mock | Stop-KafkaMockCluster
            Pop-Location
        }

        It '<Title>' -ForEach $onMock {
            $shown = Invoke-Snippet $Title $Given
            . $Then
        }
    }

    Context 'on a Kafka' -Tag 'Kafka' {
        BeforeEach {
            Push-Location (New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())")
            $null = Connect-Kafka $env:AIRBYTEKAFKA_COOKBOOK_SERVERS
        }

        AfterEach {
            Disconnect-Kafka
            Pop-Location
        }

        It '<Title>' -Skip:(-not $hasKafka) -ForEach $onKafka {
            $shown = Invoke-Snippet $Title $Given
            . $Then
        }
    }

    Context 'as suites of their own' {
        It '<_>' -ForEach $inPester {
            # The one of about_AirbyteKafka_Testing comes along: a process takes longer than both.
            $about = Get-Content "$ModuleFolder/en-US/about_AirbyteKafka_Testing.help.txt" -Raw
            $suite = [regex]::Match($about, "(?ms)^ {8}Describe .*?^ {8}\}$").Value
            $folder = New-Item -ItemType Directory "$TestDrive/suites"
            Set-Content "$folder/Orders.Tests.ps1" "BeforeAll { Import-Module '$ModuleFolder' }", $snippets[$_]
            Set-Content "$folder/About.Tests.ps1" "BeforeAll { Import-Module '$ModuleFolder' }", $suite
            $pester = (Get-Module Pester).Path -replace '\.psm1$', '.psd1'
            $run = Invoke-Script "$PSScriptRoot/Invoke-Suite.ps1" -Argument '-Pester', $pester, '-Path', $folder, '-ResultPath', "$folder/results.jsonl"
            Get-Content "$folder/results.jsonl" | ConvertFrom-Json | ForEach-Object { "$($_.result) $($_.message)".Trim() } | Should -Be 'Passed', 'Passed', 'Passed', 'Passed'
            $run.ExitCode | Should -Be 0
        }
    }
}
