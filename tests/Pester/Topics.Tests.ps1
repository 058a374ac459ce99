#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    'shop.orders', 'shop.users', '__internal' | ForEach-Object { New-KafkaMockTopic $cluster $_ -Partitions 3 }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'Get-KafkaTopic' {
    It 'lists topics, but for internal ones' {
        (Get-KafkaTopic -Connection $cluster).Name | Should -Be 'shop.orders', 'shop.users'
        (Get-KafkaTopic -Connection $cluster -IncludeInternal).Name | Should -Be '__internal', 'shop.orders', 'shop.users'
        (Get-KafkaTopic '*' -Connection $cluster).Name | Should -Not -Contain '__internal'
        (Get-KafkaTopic __internal -Connection $cluster).IsInternal | Should -BeTrue
    }

    It 'goes by wildcards and by what comes down the pipeline' {
        (Get-KafkaTopic *orders -Connection $cluster).Name | Should -Be 'shop.orders'
        ([pscustomobject] @{ Topic = 'shop.users' }, 'shop.orders' | Get-KafkaTopic -Connection $cluster).Name |
            Should -Be 'shop.orders', 'shop.users'
        (Get-KafkaTopic nothing* -Connection $cluster) | Should -BeNullOrEmpty
    }

    It 'says that a topic is missing, goes on, and does not make it' {
        $found = Get-KafkaTopic missing, shop.orders -Connection $cluster -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be 'shop.orders'
        $failures.FullyQualifiedErrorId | Should -BeLike 'TopicMissing,*'
        $failures.TargetObject | Should -Be 'missing'
        (Get-KafkaTopic -Connection $cluster).Name | Should -Not -Contain 'missing'
    }

    It 'counts records by their offsets' {
        1..7 | ForEach-Object { Get-RecordLine orders } |
            Write-AirbyteRecords @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = 'counted' } (Get-Catalog orders) | Out-Null
        (Get-KafkaTopic counted -Connection $cluster -IncludeRecordCount).Records | Should -Be 7
        (Get-KafkaTopic counted -Connection $cluster).Records | Should -BeNullOrEmpty
    }

    It 'shows a table that fits 80 columns' {
        $lines = (Get-KafkaTopic -Connection $cluster | Out-String -Width 80).Split("`n")
        $lines[1] | Should -Match '^Name\s+Partitions\s+Replicas\s+Records\s+Config'
    }
}

Describe 'Changes of a mock cluster''s topics' {
    It 'are made by commands of its own' {
        (Get-Failure { New-KafkaTopic new -Connection $cluster -ErrorAction Stop }).Exception.Message | Should -BeLike '*New-KafkaMockTopic*'
        (Get-Failure { Remove-KafkaTopic shop.orders -Connection $cluster -Force -ErrorAction Stop }).FullyQualifiedErrorId |
            Should -BeLike 'TopicRefused,*'
    }
}

Describe 'Remove-KafkaTopic' {
    It 'refuses <Name>' -ForEach @(
        @{ Name = 'shop*'; Id = 'TopicNameInvalid' }
        @{ Name = '__internal'; Id = 'TopicRefused' }
        @{ Name = 'missing'; Id = 'TopicMissing' }
    ) {
        (Get-Failure { Remove-KafkaTopic $Name -Connection $cluster -Force -ErrorAction Stop }).FullyQualifiedErrorId | Should -BeLike "$Id,*"
    }

    It 'removes nothing with -WhatIf, whatever -Force says' {
        Remove-KafkaTopic shop.orders -Connection $cluster -Force -WhatIf
        & { $WhatIfPreference = $true; Remove-KafkaTopic shop.orders -Connection $cluster -Force }
        (Get-KafkaTopic shop.orders -Connection $cluster).Name | Should -Be 'shop.orders'
    }

    It 'asks first' {
        (Get-Command Remove-KafkaTopic).ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $true).ConfirmImpact |
            Should -Be 'High'
    }
}
