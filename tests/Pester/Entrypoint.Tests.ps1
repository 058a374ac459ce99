BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $entrypoint = Join-Path (Split-Path $ModulePath) 'entrypoint.ps1'
    $pwsh = (Get-Process -Id $PID).Path
    $cluster = Start-KafkaMockCluster
    $configFile = Join-Path $TestDrive 'config 1.json'
    $catalogFile = Join-Path $TestDrive 'catalog.json'
    @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = 'entry'; acks = 'all' } | ConvertTo-Json | Set-Content $configFile
    Get-TestCatalog | ConvertTo-Json -Depth 5 | Set-Content $catalogFile

    # As Airbyte runs it: another process, another folder, bytes on stdin.
    function Invoke-Entrypoint([string[]] $Argument, [string] $StandardInput = '') {
        $start = [System.Diagnostics.ProcessStartInfo]::new($pwsh)
        foreach ($word in @('-NoProfile', '-NonInteractive', '-File', $entrypoint) + $Argument) { $start.ArgumentList.Add($word) }
        $start.WorkingDirectory = [System.IO.Path]::GetTempPath()
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
        $process = [System.Diagnostics.Process]::Start($start)
        $output = $process.StandardOutput.ReadToEndAsync()
        $errors = $process.StandardError.ReadToEndAsync()
        $process.StandardInput.Write($StandardInput)
        $process.StandardInput.Close()
        if (-not $process.WaitForExit(60000)) { $process.Kill(); throw 'The entrypoint did not end within a minute.' }
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            Messages = @($output.Result -split "`n" | Where-Object { $_ } | ForEach-Object { $_ | ConvertFrom-Json })
            Lines    = @($output.Result -split "`n" | Where-Object { $_ })
            Errors   = $errors.Result
        }
    }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'entrypoint.ps1 in a pwsh process' {
    It 'gives the spec' {
        $run = Invoke-Entrypoint spec
        "$($run.ExitCode) $($run.Messages.type) $($run.Errors)" | Should -Be '0 SPEC '
    }

    It 'checks' {
        $run = Invoke-Entrypoint check, --config, $configFile, -Verbose
        $run.ExitCode | Should -Be 0
        $run.Messages[-1].connectionStatus.status | Should -Be 'SUCCEEDED'
    }

    It 'writes, and hands the state back byte for byte' {
        $state = Get-StateMessage 2
        $run = Invoke-Entrypoint write, --config, $configFile, --catalog, $catalogFile -StandardInput "$(Get-RecordMessage 1)`n$(Get-RecordMessage 2)`n$state`n"
        $run.ExitCode | Should -Be 0
        $run.Lines | Where-Object { $_ -match '"STATE"' } | Should -Be ($state.Substring(0, $state.Length - 2) + ',"destinationStats":{"recordCount":2.0}}}')
    }

    It 'ends with 1 and a TRACE: <Name>' -ForEach @(
        @{ Name = 'no command'; Argument = @() }
        @{ Name = 'a file that is not there'; Argument = @('write', '--config', '/none', '--catalog', '/none') }
    ) {
        $run = Invoke-Entrypoint $Argument
        "$($run.ExitCode) $($run.Messages.trace.error.failure_type)" | Should -Be '1 config_error'
    }
}

Describe 'examples/quickstart.ps1' {
    It 'runs' {
        $output = & $pwsh -NoProfile -NonInteractive -File "$PSScriptRoot/../../examples/quickstart.ps1"
        $LASTEXITCODE | Should -Be 0
        $output -join "`n" | Should -Match 'web\.page-views\s+web_page_views\s+1800\s+1800'
    }
}
