#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll { Import-Module "$PSScriptRoot/Common.psm1" -Force }

Describe 'examples/quickstart.ps1' {
    It 'shows a whole sync, from any folder' {
        $run = Invoke-Script "$Examples/quickstart.ps1" -WorkingDirectory $TestDrive
        "$($run.ExitCode) $($run.Stderr)" | Should -Be '0 '
        $shown = $run.Lines -join "`n"
        foreach ($row in 'shop\.customers +shop_customers +600 +600', 'shop\.orders +shop_orders +1200 +1200', 'web\.page-views +web_page_views +1800 +1800') {
            $shown | Should -Match $row
        }
        $shown | Should -Match '(?m)^key:   \{"id":\d+\}$' -Because 'the last step shows plain data with a key of its own'
        @($run.Messages | Where-Object type -EQ 'STATE') | Should -HaveCount 3
    }
}

Describe 'examples/config.json' {
    BeforeAll { Import-Module $ModuleFolder }

    It 'is a configuration without a warning' {
        Get-KafkaDestinationTopic "$Examples/config.json" "$Examples/catalog.json" -WarningVariable warnings | Should -HaveCount 3
        $warnings | Should -BeNullOrEmpty
    }
}
