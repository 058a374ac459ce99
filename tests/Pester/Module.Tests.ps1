BeforeDiscovery {
    . "$PSScriptRoot/Common.ps1"
    $commands = Get-Command -Module AirbyteKafka -CommandType Cmdlet
}

Describe 'The module' {
    BeforeAll { . "$PSScriptRoot/Common.ps1" }

    It 'has a valid manifest that exports what is there' {
        $manifest = Test-ModuleManifest $ModulePath
        ($manifest.ExportedCmdlets.Keys | Sort-Object) -join ' ' | Should -Be (((Get-Command -Module AirbyteKafka -CommandType Cmdlet).Name | Sort-Object) -join ' ')
        (Get-Alias Write-AirbyteRecord).Definition | Should -Be 'Write-AirbyteRecords'
    }

    It 'can be imported again' {
        Import-Module $ModulePath -Force
        Import-Module $ModulePath -Force
        @(Get-Command -Module AirbyteKafka -CommandType Cmdlet).Count | Should -BeGreaterThan 6
    }

    It 'is for PowerShell 7.6 and newer' {
        (Test-ModuleManifest $ModulePath).PowerShellVersion | Should -Be '7.6'
    }
}

Describe '<_.Name>' -ForEach $commands {
    BeforeAll {
        $command = $_
        $help = Get-Help $command.Name -Full
    }

    It 'has an approved verb' { (Get-Verb).Verb | Should -Contain $command.Verb }

    It 'says what it returns' { $command.OutputType | Should -Not -BeNullOrEmpty }

    It 'has help with a synopsis, a description and examples' {
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($command.Name))
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
    }

    It 'documents every parameter' {
        $common = [System.Management.Automation.PSCmdlet]::CommonParameters + [System.Management.Automation.PSCmdlet]::OptionalCommonParameters
        $undocumented = $command.Parameters.Keys | Where-Object { $_ -notin $common } |
            Where-Object { $name = $_; -not ($help.parameters.parameter | Where-Object { $_.name -eq $name -and $_.description.Text }) }
        $undocumented | Should -BeNullOrEmpty
    }

    It 'leads to its page with -Online' { $command.HelpUri | Should -Match '^https://' }
}
