#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    # A name as paths may have it.
    $folder = New-Item -ItemType Directory "$TestDrive/sync of `$1 (a)"
    $config = "$folder/config.json"
    $catalog = "$folder/catalog.json"
    @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = 'entry_{stream}'; acks = 'all' } | ConvertTo-Json | Set-Content $config
    Get-Catalog a, b, c | ConvertTo-Json -Depth 5 | Set-Content $catalog
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'entrypoint.ps1' {
    It 'answers <Arguments> with one SPEC message' -ForEach @(
        @{ Arguments = @('spec') }
        @{ Arguments = @('--spec') }
        @{ Arguments = @('spec', '-Verbose') }
    ) {
        $run = Invoke-Entrypoint @Arguments
        "$($run.ExitCode) $($run.Messages.type) $($run.Messages.spec.connectionSpecification.title) $($run.Lines.Count) $($run.Stderr)" |
            Should -Be '0 SPEC Kafka Destination Spec 1 '
    }

    It 'checks: SUCCEEDED' {
        $run = Invoke-Entrypoint check --config $config
        "$($run.ExitCode) $($run.Messages[-1].connectionStatus.status) $($run.Stderr)" | Should -Be '0 SUCCEEDED '
        $run.Messages.Count | Should -Be $run.Lines.Count
    }

    It 'checks: FAILED, with exit code 0 and the reason' {
        @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 't' } | ConvertTo-Json | Set-Content "$folder/nobody.json"
        $run = Invoke-Entrypoint check --config "$folder/nobody.json"
        "$($run.ExitCode) $($run.Messages[-1].connectionStatus.status) $($run.Stderr)" | Should -Be '0 FAILED '
        $run.Messages[-1].connectionStatus.message | Should -Match '^Could not connect to the Kafka brokers with provided configuration\. \nNothing listens on 127\.0\.0\.1:1'
    }

    It 'writes raw stdin: a BOM, CRLF, any characters, no line end at the end' {
        $data = "{`"text`":`"`u{e9}`u{1f600}\ud83d \u2028`",`"n`":1.10}"
        $lines = ([char] 0xFEFF + (Get-RecordLine a $data)), '', (Get-StateLine a 1), (Get-RecordLine b '{"$input":null}'), (Get-StateLine b 2)
        $run = Invoke-Entrypoint write --config $config --catalog $catalog -With @{ InputText = $lines -join "`r`n" }
        $states = $run.Messages | Where-Object type -EQ 'STATE'
        "$($run.ExitCode) $($states.state.stream.stream_state.cursor) $($states.state.destinationStats.recordCount) $($run.Stderr)" | Should -Be '0 1 2 1 1 '
        $run.Messages.Count | Should -Be $run.Lines.Count
        # Byte for byte as it came, but for the count.
        $run.Lines | Should -Contain ((Get-StateLine a 1) -replace '\}\}$', ',"destinationStats":{"recordCount":1.0}}}')
        (Receive-KafkaRecord $cluster.BootstrapServers entry_a).Value | Should -Match ([regex]::Escape("`"_airbyte_data`":$data}") + '$')
        (Receive-KafkaRecord $cluster.BootstrapServers entry_b).Value | Should -Match '\{"\$input":null\}\}$'
    }

    It 'writes the sample sync and hands its states back in order' {
        $run = Invoke-Entrypoint write --config $config --catalog "$Examples/catalog.json" -With @{ InputText = Get-Content -Raw "$Examples/messages.jsonl" }
        $sent = Get-Content "$Examples/messages.jsonl" | Where-Object { $_ -match '^\{"type":"STATE"' } | ConvertFrom-Json | ForEach-Object { $_.state.stream.stream_state | ConvertTo-Json -Compress }
        $back = $run.Messages | Where-Object type -EQ 'STATE' | ForEach-Object { $_.state.stream.stream_state | ConvertTo-Json -Compress }
        $back | Should -Be $sent
        $run.ExitCode | Should -Be 0
        Receive-KafkaRecord $cluster.BootstrapServers entry_page_views | Should -HaveCount 1800
    }

    It 'keeps stdout to Airbyte''s messages: <Case>' -ForEach @(
        @{ Case = '-Verbose, warnings and messages that are skipped'; Preference = ''; Argument = @('-Verbose') }
        @{ Case = 'preferences of a script around it'; Argument = @()
            Preference = '$VerbosePreference = $DebugPreference = $WarningPreference = $InformationPreference = $ProgressPreference = ''Continue''; $ErrorActionPreference = ''SilentlyContinue''' }
        @{ Case = 'preferences that stop at anything'; Argument = @()
            Preference = '$VerbosePreference = $WarningPreference = $InformationPreference = $ErrorActionPreference = ''Stop''; Set-StrictMode -Version Latest; $PSNativeCommandUseErrorActionPreference = $true' }
    ) {
        @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = 'quiet'; topic_patern = 1; acks = '0' } | ConvertTo-Json | Set-Content "$folder/warned.json"
        Set-Content "$TestDrive/around.ps1" "$Preference`n& '$ModuleFolder/entrypoint.ps1' @args`nexit `$LASTEXITCODE"
        $text = 'not json', '{"type":"LOG","log":{}}', (Get-RecordLine a), (Get-StateLine a 1) -join "`n"
        $run = Invoke-Script "$TestDrive/around.ps1" (@('write', '--config', "$folder/warned.json", '--catalog', $catalog) + $Argument) -InputText $text
        "$($run.ExitCode) $($run.Stderr)" | Should -Be '0 '
        $run.Messages.Count | Should -Be $run.Lines.Count -Because ($run.Lines -join "`n")
        $run.Messages.type | Sort-Object -Unique | Should -Be 'LOG', 'STATE'
        ($run.Messages | Where-Object { $_.type -eq 'LOG' -and $_.log.level -eq 'WARN' }).log.message -join "`n" | Should -Match 'topic_patern'
    }

    It 'runs from any current folder, and takes relative paths from there' {
        $run = Invoke-Entrypoint check --config config.json -With @{ WorkingDirectory = $folder.FullName }
        "$($run.ExitCode) $($run.Messages[-1].connectionStatus.status)" | Should -Be '0 SUCCEEDED'
        $root = Invoke-Entrypoint spec -With @{ WorkingDirectory = [System.IO.Path]::GetPathRoot($folder.FullName) }
        $root.ExitCode | Should -Be 0
    }

    It 'needs no environment: neither HOME nor a locale' {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'HOME and LC_ALL mean something on Unix only' }
        $run = Invoke-Entrypoint spec -With @{ Environment = @{ HOME = $null; LANG = $null; LC_ALL = 'C'; PSModulePath = $null; TERM = $null }; WorkingDirectory = $folder.FullName }
        "$($run.ExitCode) $($run.Messages.type) $($run.Stderr)" | Should -Be '0 SPEC '
    }

    It 'refuses <Arguments>: one TRACE, exit code 1' -ForEach @(
        @{ Arguments = @(); Says = 'No command was given.*' }
        @{ Arguments = , 'sync'; Says = "Unknown argument 'sync'.*" }
        @{ Arguments = 'read', '--config', 'x'; Says = "'read' is for sources; this is a destination.*" }
        @{ Arguments = , 'check'; Says = 'check needs --config FILE.*' }
        @{ Arguments = 'write', '--config', 'none.json', '--catalog', 'none.json'; Says = "*none.json' cannot be read: there is no such file.*" }
        @{ Arguments = 'write', '--config', 'empty.json', '--catalog', 'catalog.json'; Says = '*bootstrap_servers is missing*topic_pattern is missing*' }
    ) {
        Set-Content "$folder/empty.json" '{}'
        $run = Invoke-Entrypoint @Arguments -With @{ WorkingDirectory = $folder.FullName }
        "$($run.ExitCode) $($run.Lines.Count) $($run.Messages.trace.error.failure_type) $($run.Stderr)" | Should -Be '1 1 config_error '
        $run.Messages.trace.error.message | Should -BeLike $Says
        $run.Messages.trace.error.message | Should -Not -Match '(?m)^\s+at \w'
    }

    It 'fails on a broken line, after the states that were safe' {
        $run = Invoke-Entrypoint write --config $config --catalog $catalog -With @{ InputText = (Get-RecordLine a), (Get-StateLine a 1), '{"type":"RECORD"' -join "`n" }
        $told = $run.Messages | Where-Object type -NE 'LOG'
        "$($run.ExitCode) $($told.type) $($run.Stderr)" | Should -Be '1 STATE TRACE '
        $told[-1].trace.error.message | Should -Match '^Line 3 of the input is not valid JSON'
    }

    It 'ends with <ExitCode> after SIG<Signal>, with what is safe handed back' -ForEach @(
        @{ Signal = 'TERM'; ExitCode = 143 }
        @{ Signal = 'INT'; ExitCode = 130 }
    ) {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'one process cannot send another a signal on Windows' }
        $text = (Get-RecordLine a), (Get-StateLine a 1), (Get-RecordLine a), '' -join "`n"
        $run = Invoke-Entrypoint write --config $config --catalog $catalog -With @{ InputText = $text; Signal = $Signal }
        "$($run.ExitCode) $($run.Stderr)" | Should -Be "$ExitCode "
        $run.Messages.Count | Should -Be $run.Lines.Count
        ($run.Messages | Where-Object type -EQ 'TRACE').trace.error.message | Should -Match '^The write was stopped before the end of its input\.'
    }

    It 'ends with <ExitCode> after SIG<Signal> during a check' -ForEach @(
        @{ Signal = 'TERM'; ExitCode = 143 }
        @{ Signal = 'INT'; ExitCode = 130 }
    ) {
        if ($IsWindows) { Set-ItResult -Skipped -Because 'one process cannot send another a signal on Windows' }
        $listener = [System.Net.Sockets.TcpListener]::new([ipaddress]::Loopback, 0)
        $listener.Start()
        try {
            @{ bootstrap_servers = "$($listener.LocalEndpoint)"; topic_pattern = 't' } | ConvertTo-Json | Set-Content "$folder/silent.json"
            $run = Invoke-Entrypoint check --config "$folder/silent.json" -With @{ Signal = $Signal; SignalAt = 'Configuration: Passed' }
            "$($run.ExitCode) $($run.Messages[-1].connectionStatus.status) $($run.Stderr)" | Should -Be "$ExitCode FAILED "
        }
        finally { $listener.Stop() }
    }

    It 'leaves a session that calls it open' {
        Set-Content "$TestDrive/calls.ps1" "& '$ModuleFolder/entrypoint.ps1' spec | Out-Null; `"code `$LASTEXITCODE`"; & '$ModuleFolder/entrypoint.ps1' nonsense | Out-Null; `"code `$LASTEXITCODE`"; exit 7"
        $run = Invoke-Script "$TestDrive/calls.ps1"
        "$($run.ExitCode) $($run.Lines | Where-Object { $_ -like 'code*' })" | Should -Be '7 code 0 code 1'
    }
}
