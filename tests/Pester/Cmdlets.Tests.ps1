BeforeDiscovery { . "$PSScriptRoot/Common.ps1" }

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $cluster = Start-KafkaMockCluster
    $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{namespace}.{stream}'; acks = 'all' }
    $catalog = Get-TestCatalog
    function Use-Topic([string] $Name) { @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = $Name; acks = 'all' } }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'Get-KafkaDestinationSpec' {
    It 'gives an object whose properties are those of the connector' {
        $spec = Get-KafkaDestinationSpec
        $spec.connectionSpecification.title | Should -Be 'Kafka Destination Spec'
        $spec.connectionSpecification.properties.PSObject.Properties.Name | Select-Object -First 3 | Should -Be 'bootstrap_servers', 'topic_pattern', 'test_topic'
    }
}

Describe 'Get-KafkaDestinationTopic' {
    It 'shows which stream goes to which topic' {
        Get-KafkaDestinationTopic -Config $config -Catalog $catalog | ForEach-Object { "$($_.Namespace) $($_.Stream) $($_.Topic)" } |
            Should -Be ' users _users', 'shop orders shop_orders'
    }

    It 'has a table' {
        Get-KafkaDestinationTopic -Config $config -Catalog $catalog | Out-String | Should -Match 'Namespace\s+Stream\s+Topic'
    }
}

Describe 'Test-KafkaDestination' {
    It 'finds a cluster that is there' { (Test-KafkaDestination -Config $config).Succeeded | Should -BeTrue }

    It 'says that nothing listens' {
        $check = Test-KafkaDestination -Config @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 't' } -TimeoutSeconds 5
        $check.Succeeded | Should -BeFalse
        $check.Message | Should -Match '127\.0\.0\.1:1'
    }
}

Describe 'Write-AirbyteRecords' {
    It 'takes messages from the pipeline' {
        $result = 1..50 | ForEach-Object { Get-RecordMessage $_ } | Write-AirbyteRecords (Use-Topic 'pipeline') $catalog
        $result.Records | Should -Be 50
        @(Receive-KafkaRecord $cluster.BootstrapServers pipeline).Count | Should -Be 50
    }

    It 'takes many lines at once, and hands back the last state' {
        $file = Join-Path $TestDrive 'messages.jsonl'
        @(1..500 | ForEach-Object { Get-RecordMessage $_ }) + (Get-StateMessage 500) | Set-Content $file
        $result = Get-Content $file -ReadCount 100 | Write-AirbyteRecords (Use-Topic 'lines') $catalog
        "$($result.Records) $($result.States)" | Should -Be '500 1'
        $result.Checkpoints | Should -Match '"destinationStats":\{"recordCount":500\.0\}'
    }

    It 'takes a file whose name has brackets' {
        $file = Join-Path $TestDrive 'messages [1].jsonl'
        Set-Content -LiteralPath $file (Get-RecordMessage 1)
        (Write-AirbyteRecords (Use-Topic 'file') $catalog -LiteralPath $file).Records | Should -Be 1
    }

    It 'writes nothing with -WhatIf' {
        Get-RecordMessage 1 | Write-AirbyteRecords (Use-Topic 'whatif') $catalog -WhatIf | Should -BeNullOrEmpty
        { Receive-KafkaRecord $cluster.BootstrapServers whatif -TimeoutSeconds 5 } | Should -Throw
    }

    It 'names the line and the stream that the catalog lacks' {
        { Get-RecordMessage 1 'other' | Write-AirbyteRecords (Use-Topic 't') $catalog } |
            Should -Throw -ErrorId 'StreamNotInCatalog,*' -ExpectedMessage "Line 1 of the input is a record of stream 'other'*"
    }

    It 'names a file that is not there' {
        { Write-AirbyteRecords $config $catalog -LiteralPath (Join-Path $TestDrive 'none.jsonl') } | Should -Throw -ErrorId 'FileUnreadable,*'
    }

    It 'warns of lines that are no messages' {
        'plain text', (Get-RecordMessage 1) | Write-AirbyteRecords (Use-Topic 'warned') $catalog -WarningVariable warnings -WarningAction SilentlyContinue | Out-Null
        $warnings | Should -Match 'Line 1 of the input is not a JSON object'
    }

    It 'shows its figures in a table' {
        Get-RecordMessage 1 | Write-AirbyteRecords (Use-Topic 'table') $catalog | Out-String | Should -Match 'Records\s+Failed\s+Unknown\s+Bytes\s+States'
    }

    It 'works in several runspaces at once' {
        $records = 1..4 | ForEach-Object -Parallel {
            . "$using:PSScriptRoot/Common.ps1"
            $settings = @{ bootstrap_servers = ($using:cluster).BootstrapServers; topic_pattern = "parallel$_"; acks = 'all' }
            (Get-RecordMessage $_ | Write-AirbyteRecords $settings (Get-TestCatalog)).Records
        }
        $records | Should -Be 1, 1, 1, 1
    }
}

Describe 'Receive-KafkaRecord' {
    BeforeAll { 1..20 | ForEach-Object { Get-RecordMessage $_ } | Write-AirbyteRecords (Use-Topic 'read') $catalog | Out-Null }

    It 'stops at -Count' { @(Receive-KafkaRecord $cluster.BootstrapServers read -Count 7).Count | Should -Be 7 }

    It 'gives keys that are the ids in the values' {
        Receive-KafkaRecord $cluster.BootstrapServers read | ForEach-Object { ($_.Value | ConvertFrom-Json)._airbyte_ab_id -eq $_.Key } | Should -Not -Contain $false
    }

    It 'says that a topic is not there' { { Receive-KafkaRecord $cluster.BootstrapServers nothere -TimeoutSeconds 5 } | Should -Throw }
}

Describe 'Start-KafkaMockCluster and Stop-KafkaMockCluster' {
    It 'has as many brokers as asked for' {
        $three = Start-KafkaMockCluster -BrokerCount 3
        @($three.BootstrapServers -split ',').Count | Should -Be 3
        $three | Stop-KafkaMockCluster
        (Test-KafkaDestination -Config @{ bootstrap_servers = $three.BootstrapServers; topic_pattern = 't' } -TimeoutSeconds 5).Succeeded | Should -BeFalse
    }
}
