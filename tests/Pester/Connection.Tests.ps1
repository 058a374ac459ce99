#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    New-KafkaMockTopic $cluster orders -Partitions 2
    $module = $ModuleFolder

    function Get-Completion($Text) { (TabExpansion2 $Text $Text.Length).CompletionMatches | ForEach-Object CompletionText }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'The connection of a session' {
    AfterEach { Disconnect-Kafka }

    It 'is kept once it was tried, and forgotten' {
        $connected = Connect-Kafka $cluster.BootstrapServers
        $connected | Should -BeOfType [AirbyteKafka.KafkaConnection]
        "$(Get-KafkaConnection)" | Should -Be "$($cluster.BootstrapServers) (PLAINTEXT)"
        (Get-KafkaTopic orders).Partitions | Should -Be 2
        Disconnect-Kafka
        Get-KafkaConnection | Should -BeNullOrEmpty
        (Get-Failure { Get-KafkaTopic }).FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
    }

    It 'stays as it is where another cannot be made' {
        $null = $cluster | Connect-Kafka
        (Get-Failure { Connect-Kafka 127.0.0.1:1 }).FullyQualifiedErrorId | Should -BeLike 'BrokerUnreachable,*'
        (Get-KafkaConnection).BootstrapServers | Should -Be $cluster.BootstrapServers
        (Get-KafkaConnection).ClusterId | Should -BeLike 'mockCluster*'
    }

    It 'is not there in other runspaces, which are given it' {
        $connection = Connect-Kafka $cluster
        $names = 1 | ForEach-Object -Parallel {
            Import-Module $using:module
            (Get-KafkaConnection) ? 'connected' : 'not connected'
            (Get-KafkaTopic orders -Connection $using:connection).Name
        }
        $names | Should -Be 'not connected', 'orders'
        Start-ThreadJob { Import-Module $using:module; (Get-KafkaTopic orders -Connection $using:connection).Name } |
            Receive-Job -Wait -AutoRemoveJob | Should -Be 'orders'
    }
}

Describe 'What -Connection takes' {
    It 'is <Name>' -ForEach @(
        @{ Name = 'host:port'; Value = { $cluster.BootstrapServers } }
        @{ Name = 'a list'; Value = { $cluster.BootstrapServers, $cluster.BootstrapServers } }
        @{ Name = 'a mock cluster'; Value = { $cluster } }
        @{ Name = 'a hashtable'; Value = { @{ bootstrap_servers = @($cluster.BootstrapServers) } } }
        @{ Name = 'JSON'; Value = { "{`"bootstrap_servers`":`"$($cluster.BootstrapServers)`",`"acks`":`"0`"}" } }
        @{ Name = 'a configuration'; Value = { New-KafkaDestinationConfig $cluster.BootstrapServers '{stream}' } }
        @{ Name = 'a configuration that went through Clixml'
            Value = { [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize(
                        (New-KafkaDestinationConfig $cluster.BootstrapServers '{stream}'))) } }
        @{ Name = 'the lines of a client.properties'; Value = { '# ours', "bootstrap.servers = $($cluster.BootstrapServers)", 'acks=all' } }
    ) {
        Test-KafkaConnection (& $Value) -Quiet | Should -BeTrue
    }

    It 'is a file, of Java''s properties too' {
        "bootstrap.servers=$($cluster.BootstrapServers)`nsecurity.protocol=PLAINTEXT`n" | Set-Content TestDrive:/client.properties
        @{ bootstrap_servers = $cluster.BootstrapServers } | ConvertTo-Json | Set-Content TestDrive:/config.json
        Test-KafkaConnection TestDrive:/client.properties -Quiet | Should -BeTrue
        Get-Item TestDrive:/config.json | Test-KafkaConnection -Quiet | Should -BeTrue
    }

    It 'is found by $PSDefaultParameterValues' {
        $PSDefaultParameterValues = @{ '*-Kafka*:Connection' = $cluster.BootstrapServers }
        (Get-KafkaTopic orders).Name | Should -Be 'orders'
    }

    It 'says of <Name> what is wrong' -ForEach @(
        @{ Name = 'a typo'; Value = @{ boostrap_servers = 'a:1' }; Message = '*did you mean bootstrap_servers?*' }
        @{ Name = 'a parameter''s name'; Value = @{ BootstrapServers = 'a:1' }; Message = '*did you mean bootstrap_servers?*' }
        @{ Name = 'a name without a port'; Value = 'kafka'; Message = '*neither host:port nor JSON*' }
        @{ Name = 'properties without brokers'; Value = 'security.protocol=SSL'; Message = '*bootstrap.servers is missing*' }
        @{ Name = 'a Java key store'; Value = 'ssl.truststore.location=TestDrive:/trust.jks'; Message = '*ssl.truststore.location*JKS*' }
    ) {
        [System.IO.File]::WriteAllBytes("$TestDrive/trust.jks", [byte[]] (0xFE, 0xED, 0xFE, 0xED, 0, 0, 0, 2))
        $failure = Get-Failure { Connect-Kafka $Value -ErrorAction SilentlyContinue }
        $failure.Exception.Message | Should -BeLike $Message
    }
}

Describe 'A secret in the wrong place' {
    It 'is not repeated: <_>' -ForEach 'me:hunter2@kafka:9092', 'password=hunter2', "sasl.password=hunter2`nbootstrap.servers=a:b", 'hunter2',
    'hunter2!$:9092', '{"bootstrap_servers":"me:hunter2@a:1"}', '{"hunter2":1}' {
        $text = $_
        $Error.Clear()
        Get-Failure { Connect-Kafka $text -ErrorAction SilentlyContinue } | Should -Not -BeNullOrEmpty
        $Error.Count | Should -BeGreaterThan 0
        ($Error | ForEach-Object { "$_ $($_.Exception.Message)" }) | Should -Not -Match 'hunter2'
    }
}

Describe 'A secret from a vault' {
    BeforeAll {
        # What Microsoft.PowerShell.SecretManagement gives for a secret of the type PSCredential.
        function Get-Secret([string] $Name) {
            $password = [securestring]::new()
            "secret of $Name".ToCharArray() | ForEach-Object { $password.AppendChar($_) }
            [pscredential]::new('airbyte', $password)
        }
    }

    It 'logs in, and shows nowhere' {
        $login = @{ bootstrap_servers = '127.0.0.1:1'; protocol = @{ security_protocol = 'SASL_SSL'; sasl_mechanism = 'PLAIN' } }
        $check = Test-KafkaConnection $login -Credential (Get-Secret kafka)
        $check.Steps[0].Detail | Should -BeLike "*SASL_SSL, PLAIN as 'airbyte'*"
        ($check | Format-List * | Out-String) + ($check.Steps | Out-String) | Should -Not -Match 'secret of kafka'
    }

    It 'is lost by a copy, which says so and takes it again' {
        $config = New-KafkaDestinationConfig 127.0.0.1:1 t -SecurityProtocol SASL_PLAINTEXT -SaslMechanism PLAIN -Credential (Get-Secret kafka)
        $copy = [System.Management.Automation.PSSerializer]::Deserialize([System.Management.Automation.PSSerializer]::Serialize($config))
        (Test-KafkaDestination $copy).Message | Should -BeLike '*a copy has no secrets: protocol.sasl_jaas_config is missing. Give*-Credential*'
        (Test-KafkaDestination $copy -Credential (Get-Secret kafka)).Message | Should -BeLike 'Nothing listens on 127.0.0.1:1*'
    }
}

Describe 'Quiet tests' {
    It 'give a boolean' {
        Test-KafkaConnection $cluster -Quiet | Should -BeExactly $true
        Test-KafkaConnection 127.0.0.1:1 -Quiet | Should -BeExactly $false
        Test-KafkaConnection -Quiet | Should -BeExactly $false
        New-KafkaDestinationConfig $cluster.BootstrapServers '{stream}' | Test-KafkaDestination -Quiet | Should -BeExactly $true
        Test-KafkaDestination @{} -Quiet | Should -BeExactly $false
    }
}

Describe 'Export-KafkaDestinationConfig' {
    BeforeAll { $config = New-KafkaDestinationConfig $cluster.BootstrapServers '{stream}' }

    It 'saves what the other commands take, for its owner only' {
        $config | Export-KafkaDestinationConfig TestDrive:/saved.json
        (Get-KafkaDestinationTopic TestDrive:/saved.json (New-AirbyteCatalog a)).Topic | Should -Be 'a'
        if (-not $IsWindows) { (Get-Item TestDrive:/saved.json).UnixMode | Should -Be '-rw-------' }
    }

    It 'replaces nothing without -Force, and writes nothing with -WhatIf' {
        Set-Content TestDrive:/there.json old
        (Get-Failure { $config | Export-KafkaDestinationConfig TestDrive:/there.json }).FullyQualifiedErrorId | Should -BeLike 'FileExists,*'
        $config | Export-KafkaDestinationConfig TestDrive:/there.json -Force -WhatIf
        Get-Content TestDrive:/there.json | Should -Be 'old'
        Export-KafkaDestinationConfig TestDrive:/there.json -Config $config -Force
        Get-Content TestDrive:/there.json -Raw | Should -Match 'bootstrap_servers'
    }
}

Describe 'Completion' {
    It 'offers topics that this session has seen, and no files' {
        $null = Get-KafkaTopic -Connection $cluster
        Get-Completion 'Get-KafkaTopic ord' | Should -Be 'orders'
        Get-Completion 'Remove-KafkaTopic nothing-like-it' | Should -BeNullOrEmpty
    }

    It 'offers topics that were sent to and received, and the streams of the last catalog' {
        'x' | Send-KafkaRecord seen-by-sending -Connection $cluster | Out-Null
        $null = Receive-KafkaRecord seen-by-sendin* -Connection $cluster
        Get-Completion 'Receive-KafkaRecord seen-by' | Should -Be 'seen-by-sending'
        Get-Completion 'Send-KafkaRecord seen-by' | Should -Be 'seen-by-sending'
        $null = New-AirbyteCatalog 'shop orders', users -Namespace shop
        Get-Completion 'ConvertTo-AirbyteMessage ' | Should -Be "'shop orders'", 'users'
        Get-Completion 'ConvertTo-AirbyteMessage users -Namespace s' | Should -Be 'shop'
    }

    It 'offers no files for <_>' -ForEach 'Start-KafkaMockCluster -BrokerCount ', 'Test-KafkaDestination -TimeoutSeconds ',
    'New-KafkaDestinationConfig -TopicPattern ', 'Connect-Kafka -BootstrapServers ', 'New-KafkaTopic ' {
        Push-Location $module
        try { Get-Completion $_ | Should -BeNullOrEmpty } finally { Pop-Location }
    }
}
