#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{stream}'; acks = 'all' }
    $sample = "$Examples/catalog.json"

    # The header of a table as words.
    function Get-Column($Object) { ($Object | Format-Table | Out-String -Width 200).Split("`n").Where({ $_.Trim() })[0].Trim() -split '\s+' }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'Get-KafkaDestinationSpec' {
    It 'is an object to look around in' {
        $schema = (Get-KafkaDestinationSpec).connectionSpecification
        $schema.required | Should -Contain 'bootstrap_servers'
        $schema.properties.compression_type.enum | Should -Be 'none', 'gzip', 'snappy', 'lz4', 'zstd'
        $schema.properties.protocol.oneOf.properties.security_protocol.enum | Should -Contain 'SASL_SSL'
        $schema.properties.PSObject.Properties.Name | Select-Object -First 2 | Should -Be 'bootstrap_servers', 'topic_pattern'
    }

    It 'shows as a list' {
        $text = Get-KafkaDestinationSpec | Out-String
        'Documentation', 'SyncModes', 'Required', 'Optional' | ForEach-Object { $text | Should -Match "(?m)^$_\s+: \S" }
    }

    It 'goes through ConvertTo-Json and back' {
        $spec = Get-KafkaDestinationSpec
        $json = $spec | ConvertTo-Json -Depth 20 -Compress
        $json | ConvertFrom-Json | ConvertTo-Json -Depth 20 -Compress | Should -Be $json
        $json | Should -Match '"sasl_jaas_config":\{[^}]*"airbyte_secret":true'
    }
}

Describe 'Get-KafkaDestinationTopic' {
    It 'says where each stream goes' {
        $topics = Get-KafkaDestinationTopic @{ bootstrap_servers = 'nowhere:9092'; topic_pattern = '{namespace}.{stream}' } $sample
        $topics | ForEach-Object { "$($_.Namespace) $($_.Stream) $($_.Topic)" } |
            Should -Be 'shop customers shop_customers', 'shop orders shop_orders', 'web page-views web_page_views'
        Get-Column $topics | Should -Be 'Namespace', 'Stream', 'Topic', 'Key', 'ValueShape'
    }

    It 'says how names are kept, and where unfit records go' {
        $topics = Get-KafkaDestinationTopic @{
            bootstrap_servers = 'nowhere:9092'; topic_pattern = '{namespace}.{stream}'; topic_name_transform = 'none'; topic_names_lowercase = $true
            on_record_error = 'dead_letter'; dead_letter_topic = 'Dead-{namespace}'
        } @{ streams = @(@{ stream = @{ name = 'Page-Views'; namespace = 'shop' } }) }
        "$($topics.Topic) $($topics.DeadLetterTopic)" | Should -Be 'shop.page-views dead-shop'
    }
}

Describe 'New-KafkaDestinationConfig' {
    BeforeAll {
        # Nobody's password.
        $password = [securestring]::new()
        'tr0ub4dor'.ToCharArray() | ForEach-Object { $password.AppendChar($_) }
        $credential = [pscredential]::new('airbyte', $password)
    }

    It 'builds what the other commands take, and shows no secret' {
        $built = New-KafkaDestinationConfig kafka1:9096, kafka2:9096 '{stream}' -SecurityProtocol SASL_SSL -SaslMechanism SCRAM-SHA-512 -Credential $credential
        (Get-KafkaDestinationTopic $built (Get-Catalog a.b)).Topic | Should -Be 'a_b'
        $shown = ($built | Format-List * -Force | Out-String) + ($built | ConvertTo-Json -Depth 5 -WarningAction Ignore) + ($built | Out-String) + $built
        $shown | Should -Match 'kafka1:9096,kafka2:9096'
        $shown | Should -Not -Match 'tr0ub4dor'
    }

    It 'takes properties as a dictionary, as text and as lines (<Case>)' -ForEach @(
        @{ Case = 'dictionary'; Value = [ordered]@{ 'retention.ms' = 1000; 'unclean.leader.election.enable' = $false } }
        @{ Case = 'text'; Value = "retention.ms = 1000`
`
# why`
`
unclean.leader.election.enable=false" }
        @{ Case = 'lines'; Value = 'retention.ms=1000', 'unclean.leader.election.enable=false' }
    ) {
        (New-KafkaDestinationConfig kafka:9092 t -TopicConfig $Value -AsJson | ConvertFrom-Json).topic_config |
            Should -Be "retention.ms=1000`nunclean.leader.election.enable=false"
    }

    It 'refuses a property by what it means, and shows no value of one that sounds secret' {
        { New-KafkaDestinationConfig kafka:9092 t -ProducerProperties @{ 'request.required.acks' = 0 } -ErrorAction Stop } |
            Should -Throw -ErrorId 'ConfigInvalid,*' -ExpectedMessage '*request.required.acks cannot be set here: set acks.'
        { New-KafkaDestinationConfig kafka:9092 t -ProducerProperties @{ 'client.rak' = 0 } -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*did you mean client.rack?*'
        $built = New-KafkaDestinationConfig kafka:9092 t -ProducerProperties @{ 'sasl.oauthbearer.assertion.private.key.passphrase' = 'tr0ub4dor' }
        $shown = ($built | Format-List * -Force | Out-String) + ($built | ConvertTo-Json -Depth 5 -WarningAction Ignore) + $built
        $shown | Should -Not -Match 'tr0ub4dor'
        $built.Settings['producer_properties'] | Should -Be 'sasl.oauthbearer.assertion.private.key.passphrase=***'
    }
}

Describe 'Test-KafkaDestination' {
    It 'succeeds, with a test record' {
        $check = Test-KafkaDestination ($config + @{ test_topic = 'check.me' })
        "$($check.Succeeded) $($check.FailureKind)" | Should -Be 'True '
        $check.Steps[-1].Outcome | Should -Be 'Passed'
        (Receive-KafkaRecord check_me -Connection $cluster).Value | Should -Match '^\{.*\}$'
        $check | Format-List | Out-String | Should -Match '(?s)Succeeded\s*: True.*Steps\s*: Configuration: Passed'
        Get-Column $check.Steps | Should -Be 'Outcome', 'Duration', 'Name', 'Detail'
    }
}

Describe 'Start-KafkaMockCluster and Stop-KafkaMockCluster' {
    It 'starts as many brokers as asked for' {
        $three = Start-KafkaMockCluster -BrokerCount 3
        try {
            $three.BootstrapServers -split ',' | Should -HaveCount 3
            Get-Column $three | Should -Be 'Brokers', 'BootstrapServers'
        }
        finally { Stop-KafkaMockCluster $three }
    }

    It 'leaves the cluster alone with -WhatIf, and ends it without; twice does no harm' {
        $one = Start-KafkaMockCluster
        $there = @{ bootstrap_servers = $one.BootstrapServers; topic_pattern = 't' }
        Stop-KafkaMockCluster $one -WhatIf
        (Test-KafkaDestination $there).Succeeded | Should -BeTrue
        $one, $one | Stop-KafkaMockCluster
        (Test-KafkaDestination $there).Succeeded | Should -BeFalse
    }

    It 'refuses what is no cluster' {
        (Get-Failure { 'x' | Stop-KafkaMockCluster -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }
}
