#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
}

Describe 'The module' {
    It 'has a valid manifest' {
        $manifest = Test-ModuleManifest "$ModuleFolder/AirbyteKafka.psd1"
        "$($manifest.Name) $($manifest.CompatiblePSEditions) $($manifest.PowerShellVersion)" | Should -Be 'AirbyteKafka Core 7.6'
    }

    It 'has Write-AirbyteRecord for those who like nouns singular' {
        (Get-Alias Write-AirbyteRecord).ResolvedCommandName | Should -Be 'Write-AirbyteRecords'
    }

    It 'can be removed and imported again' {
        Remove-Module AirbyteKafka
        Get-Command Get-KafkaDestinationSpec -ErrorAction Ignore | Should -BeNullOrEmpty
        Import-Module $ModuleFolder
        Get-Command Get-KafkaDestinationSpec | Should -Not -BeNullOrEmpty
    }

    It 'works from a copy in another folder' {
        Copy-Item $ModuleFolder "$TestDrive/some where/0.1.0" -Recurse
        Set-Content "$TestDrive/import.ps1" @'
param($Manifest)
Import-Module $Manifest -ErrorAction Stop
$cluster = Start-KafkaMockCluster
Get-KafkaDestinationTopic @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{stream}' } @{ streams = @(@{ stream = @{ name = 'a.b' } }) } | ForEach-Object Topic
Stop-KafkaMockCluster $cluster
'@
        $run = Invoke-Script "$TestDrive/import.ps1" "$TestDrive/some where/0.1.0/AirbyteKafka.psd1"
        "$($run.ExitCode) $($run.Lines) $($run.Stderr)" | Should -Be '0 a_b '
    }

    It 'is found by name on the module path' {
        Set-Content "$TestDrive/autoload.ps1" '(Get-KafkaDestinationSpec).supported_destination_sync_modes; (Get-Module AirbyteKafka).ModuleBase'
        $run = Invoke-Script "$TestDrive/autoload.ps1" -Environment @{ PSModulePath = Split-Path $ModuleFolder }
        $run.Lines -join ' ' | Should -Be "append $ModuleFolder"
    }

    It 'keeps its libraries to itself' {
        $default = [System.Runtime.Loader.AssemblyLoadContext]::Default.Assemblies | ForEach-Object { $_.GetName().Name }
        $default | Should -Not -Contain 'Confluent.Kafka'
        $default | Should -Not -Contain 'AirbyteKafka.Core'
    }
}

Describe 'Get-Help' {
    It 'shows examples and leads to the online page' {
        $help = Get-Help Write-AirbyteRecords -Full
        $help | Out-String | Should -Match '(?s)NAME.*Write-AirbyteRecords.*-LiteralPath.*EXAMPLE'
        "$($help.relatedLinks.navigationLink.uri)" | Should -Be (Get-Command Write-AirbyteRecords).HelpUri
    }
}

Describe 'The about topics' {
    BeforeAll {
        function Get-Step([string] $Topic, [string] $Title) {
            $section = [regex]::Match((Get-Help $Topic | Out-String), "(?ms)^    $Title\r?\n(.*?)(?=^    [A-Z ]+\r?$|^[A-Z])").Groups[1].Value
            [scriptblock]::Create(($section -split '\r?\n' -match '^ {8}') -join "`n")
        }
    }

    It '<_> is there' -ForEach 'about_AirbyteKafka', 'about_AirbyteKafka_Airbyte', 'about_AirbyteKafka_Connection', 'about_AirbyteKafka_Testing' {
        (Get-Help $_).Trim() | Should -Match '(?s)^TOPIC.*SHORT DESCRIPTION.*LONG DESCRIPTION.*SEE ALSO'
    }

    It 'has first steps that work as they are printed' {
        $records = & (Get-Step about_AirbyteKafka 'FIRST STEPS WITHOUT A KAFKA') | Where-Object { $_.PSObject.Properties.Name -contains 'Offset' }
        "$($records.Key) $($records.Value)" | Should -BeIn '1 {"id":1,"total":9.5}', '1 {"total":9.5,"id":1}'
    }

    It 'has a sync that works as it is printed' {
        (& (Get-Step about_AirbyteKafka_Airbyte 'A SYNC AT A PROMPT')).Records | Should -Be 1
    }

    It 'has faults and an order that work as they are printed' {
        & (Get-Step about_AirbyteKafka_Testing FAULTS) | Should -BeNullOrEmpty
        & (Get-Step about_AirbyteKafka_Testing ORDER) | Where-Object { $_ -is [string] } | Should -Be '1', '2', '3'
    }
}

Describe 'Completion' {
    BeforeAll {
        function Complete([string] $Text) {
            # Files of the current folder are completions too.
            Set-Location (New-Item -ItemType Directory -Force "$TestDrive/empty")
            try { [System.Management.Automation.CommandCompletion]::CompleteInput($Text, $Text.Length, $null).CompletionMatches.CompletionText }
            finally { Set-Location - }
        }
    }

    It 'completes <Text> to <Expected>' -ForEach @(
        @{ Text = 'Write-Airb'; Expected = 'Write-AirbyteRecord', 'Write-AirbyteRecords' }
        @{ Text = 'Write-AirbyteRecords -Co'; Expected = '-Config', '-Confirm' }
        @{ Text = 'Write-AirbyteRecords a b -St'; Expected = '-StandardInput' }
        @{ Text = 'Receive-KafkaRecord -Par'; Expected = '-Partition' }
        @{ Text = 'Test-KafkaDestination -Ti'; Expected = '-TimeoutSeconds' }
        @{ Text = 'New-KafkaDestinationConfig -Acks '; Expected = '0', '1', 'all' }
        @{ Text = 'New-KafkaDestinationConfig -SecurityProtocol SASL'; Expected = 'SASL_PLAINTEXT', 'SASL_SSL' }
        @{ Text = 'New-KafkaDestinationConfig -CompressionType z'; Expected = 'zstd' }
        @{ Text = 'New-KafkaDestinationConfig -SaslMechanism SCRAM'; Expected = 'SCRAM-SHA-256', 'SCRAM-SHA-512' }
    ) {
        @(Complete $Text | Sort-Object) | Should -Be $Expected
    }

    It 'completes the properties of a result' {
        Complete 'Write-AirbyteRecords a b -LiteralPath c | Select-Object Che' | Should -Be 'Checkpoints'
        Complete '(Test-KafkaDestination a).Succ' | Should -Be 'Succeeded'
    }
}
