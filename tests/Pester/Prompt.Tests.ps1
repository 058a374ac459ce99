#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What a person at a terminal meets: progress, words, shapes and texts on 80 columns.

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = '{stream}'; acks = 'all' }

    # A script in a session of its own, with what came into its streams.
    function Invoke-Session([scriptblock] $Script, [object[]] $Argument) {
        $shell = [powershell]::Create().AddScript("param(`$Module) Import-Module `$Module; `$VerbosePreference = 'SilentlyContinue'").AddArgument($ModuleFolder)
        try {
            $null = $shell.Invoke()
            $shell.Streams.ClearStreams()
            $shell.Commands.Clear()
            $null = $shell.AddScript($Script)
            $Argument | ForEach-Object { $null = $shell.AddArgument($_) }
            $output = try { $shell.Invoke() } catch { $_ }
            [pscustomobject]@{ Output = $output; Progress = @($shell.Streams.Progress); Verbose = @($shell.Streams.Verbose.Message); Error = @($shell.Streams.Error) }
        }
        finally { $shell.Dispose() }
    }

    # As a screen of 80 columns shows it, line by line.
    function Show([object[]] $Object) { ($Object | Out-String -Width 80) -split '\r?\n' }
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'Progress' {
    BeforeAll {
        $slow = Start-KafkaMockCluster
        Set-KafkaMockBroker $slow -Latency 250
        $there = @{ bootstrap_servers = $slow.BootstrapServers; topic_pattern = '{stream}' }
        Set-Content "$TestDrive/orders of the week.jsonl" (@(Get-RecordLine a) * 1000)
    }

    AfterAll { Stop-KafkaMockCluster $slow }

    It 'shows a file with the rate first, percent and time left, short enough for 80 columns, and is done at the end' {
        $run = Invoke-Session { param($Config, $Catalog, $Path) Write-AirbyteRecords $Config $Catalog -LiteralPath $Path } $there, (Get-Catalog a), "$TestDrive/orders of the week.jsonl"
        $shown = $run.Progress | Where-Object RecordType -EQ Processing | Select-Object -Last 1
        $shown.StatusDescription | Should -Match '^[\d,]+/s, \d+ %, [\d,]+ records'
        $shown.Activity | Should -Match '^orders of t.*\u2026 -> 127\.0\.0\.1:\d+$'
        $shown.Activity.Length + $shown.StatusDescription.Length | Should -BeLessThan 75
        $shown.PercentComplete | Should -BeIn (0..99)
        $run.Progress[-1].RecordType | Should -Be 'Completed'
    }

    It 'shows lines of a pipeline without a percentage' {
        $run = Invoke-Session { param($Config, $Catalog, $Line) $Line | Write-AirbyteRecords $Config $Catalog } $there, (Get-Catalog a), (Get-RecordLine a)
        $run.Progress[0].StatusDescription | Should -Match '^[\d,]+/s, [\d,]+ records$'
        "$($run.Progress[0].Activity) $($run.Progress[0].PercentComplete) $($run.Progress[0].SecondsRemaining)" | Should -BeLike 'messages -> * -1 -1'
    }

    It 'is taken off the screen by a failure too' {
        Add-KafkaMockError $slow -Request Produce -Error TopicAuthorizationFailed
        $run = Invoke-Session { param($Config, $Catalog, $Line) $Line | Write-AirbyteRecords $Config $Catalog } $there, (Get-Catalog a), (Get-RecordLine a)
        "$($run.Progress[-1].RecordType) $($run.Error.Count + @($run.Output).Count)" | Should -Be 'Completed 1'
    }
}

Describe '-WhatIf and -Verbose' {
    BeforeAll {
        $catalog = @{ streams = @('orders', 'page-views' | ForEach-Object { @{ stream = @{ name = $_; namespace = 'shop'; json_schema = @{} } } }) }
        # -WhatIf speaks to the host alone.
        $whatIf = "Import-Module '$ModuleFolder'; '' | Write-AirbyteRecords @{ bootstrap_servers = 'kafka1:9092'; topic_pattern = '{namespace}.{stream}' } " +
            "('$(ConvertTo-Json $catalog -Depth 9 -Compress)') -WhatIf"
        $said = & $Pwsh -NoProfile -NonInteractive -Command $whatIf
    }

    It '-WhatIf names the brokers and the topic of each stream' {
        $said -join '' | Should -BeLike 'What if: *"Write Airbyte records" on target "Kafka at kafka1:9092: shop.orders -> shop_orders, shop.page-views -> shop_page_views".'
    }

    It '-Verbose explains streams, topics and settings, and names no secret' {
        $run = Invoke-Session { param($Config, $Catalog, $Line) $Line | Write-AirbyteRecords $Config $Catalog -Verbose } ($config + @{ linger_ms = 5 }), (Get-Catalog a.b), (Get-RecordLine a.b)
        $said = $run.Verbose -join "`n"
        $said | Should -Match "Kafka at $($cluster.BootstrapServers): a\.b -> a_b"
        $said | Should -Match "-Config: $($cluster.BootstrapServers) \(PLAINTEXT\), topics \{stream\}\. Settings other than the defaults: acks all, linger_ms 5\."
    }
}

Describe 'The view of a check' {
    BeforeAll {
        $wrong = @{ bootstrap_servers = '127.0.0.1:1, no-such-host-anywhere.invalid:9092'; topic_pattern = 't'; topic_patern = 'x' }
        $check = Test-KafkaDestination $wrong
        $words = @($check.Message) + $check.Steps.Detail -join ' ' -split '\s+'
    }

    It 'breaks lines between words, whatever the language is' {
        $culture = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture
            $lines = Show $check
        }
        finally { [cultureinfo]::CurrentCulture = $culture }
        $lines | ForEach-Object Length | Measure-Object -Maximum | ForEach-Object Maximum | Should -BeLessOrEqual 80
        $broken = $lines -join ' ' -split '\s+' | Where-Object { $_ -and $_ -notin $words }
        # The rest is the view's own: outcomes, times, the names of steps.
        $broken | Where-Object { $_ -notmatch '^(SUCCEEDED:|FAILED:|Passed|Warning|Failed|Skipped|s|[\d.]+|Configuration:|Name|Port|Kafka|127.0.0.1:1:|no-such-host-anywhere.invalid:)$' } |
            Should -BeNullOrEmpty
    }

    It 'shows no inner workings after <Case>' -ForEach @(
        @{ Case = 'an object of another type'; Before = { $cluster } }
        @{ Case = 'a file'; Before = { Get-Item $TestDrive } }
    ) {
        $shown = Show (& $Before), $check
        ($shown -join ' ') -replace '\s+' | Should -Match 'Nothinglistenson127\.0\.0\.1:1'
        $shown -match '^FailureKind|^ClusterId' | Should -BeNullOrEmpty
    }

    It 'is a list and a table where these are asked for' {
        $check | Format-List | Out-String | Should -Match '(?m)^Succeeded\s*: False'
        $check | Format-Table | Out-String | Should -Match '(?m)^Succeeded\s+Duration\s+Message'
    }
}

Describe 'The table of results' {
    It 'fits 80 columns with all its figures, also with a long file name' {
        $path = "$TestDrive/a name that is much longer than the column for it.jsonl"
        Set-Content $path (@(Get-RecordLine a) * 100)
        $header, $null, $row = (Show (Write-AirbyteRecords $config (Get-Catalog a) -LiteralPath $path)).Where({ $_.Trim() })
        $header -split '\s+' | Should -Be 'Source', 'Records', 'Failed', 'Unknown', 'States', 'Skipped', 'Duration', 'Rate'
        $row | Should -Match '^a name that is m\u2026 +100 +0 +0 +0 +0 +[\d.:]+ s? *[\d,]+/s$'
    }
}

Describe 'A write that fails' {
    It 'has figures that agree, in all and per stream, and says which file, line and stream' {
        Set-Content "$TestDrive/1.jsonl" (Get-RecordLine a)
        Set-Content "$TestDrive/2.jsonl" ((Get-RecordLine a), (Get-RecordLine b), (Get-RecordLine c))
        Set-Content "$TestDrive/3.jsonl" (Get-RecordLine a)
        $failure = Get-Failure { Write-AirbyteRecords $config (Get-Catalog a, b) -Path "$TestDrive/?.jsonl" -ResultVariable script:written }
        $failure.Exception.Message | Should -Match "2\.jsonl' was not written to its end\. Line 3 of the input is a record of stream 'c'.*1 file after it was not read: '.*3\.jsonl'"
        "$($failure.Exception.Line) $($failure.Exception.Stream) $(Split-Path $failure.Exception.Source -Leaf)" | Should -Be '3 c 2.jsonl'
        & ([scriptblock]::Create(($failure.ErrorDetails.RecommendedAction -replace ' shows the line\.$'))) | Should -Be (Get-RecordLine c)
        foreach ($figure in 'Records', 'FailedRecords', 'UnknownRecords', 'Bytes') {
            ($failure.TargetObject.Streams | Measure-Object $figure -Sum).Sum | Should -Be $failure.TargetObject.$figure
        }
        $script:written.Results.Source | Split-Path -Leaf | Should -Be '1.jsonl', '2.jsonl'
        $script:written.NotRead | Split-Path -Leaf | Should -Be '3.jsonl'
    }

    It 'names the topic of a record that was not delivered, and the command that helps' {
        $nobody = @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 'of.{stream}'; delivery_timeout_ms = 200; request_timeout_ms = 100; linger_ms = 0 }
        $failure = Get-Failure { Get-RecordLine a | Write-AirbyteRecords $nobody (Get-Catalog a) 3> $null }
        "$($failure.Exception.Line) $($failure.Exception.Stream) $($failure.Exception.Topic)" | Should -Be '1 a of_a'
        $failure.ErrorDetails.RecommendedAction | Should -Match '^Test-KafkaConnection '
        # The message is whole, whoever asks for it.
        "$failure" | Should -Be $failure.Exception.Message
    }

    It 'leaves its figures behind when it is stopped' {
        $shell = [powershell]::Create().AddScript({
                $module, $config, $catalog, $lines, $begun = $args
                Import-Module $module
                & { $lines; $begun.Add($written); while ($true) { $null = [System.Threading.Thread]::Yield() } } | Write-AirbyteRecords $config $catalog -ResultVariable written
            })
        $begun = [System.Collections.Concurrent.BlockingCollection[object]]::new()
        $ModuleFolder, $config, (Get-Catalog a), ((Get-RecordLine a), (Get-StateLine a 4)), $begun | ForEach-Object { $null = $shell.AddArgument($_) }
        try {
            $null = $shell.BeginInvoke()
            $written = $null
            $begun.TryTake([ref] $written, 30000) | Should -BeTrue
            $shell.Stop()
            "$($written.Records) $($written.States) $($written.IsCompleted) $($written.Failure.Message)" | Should -BeLike '1 1 False The write was stopped*'
        }
        finally { $shell.Dispose() }
    }
}

Describe 'What commands emit' {
    It 'is found by name, and cannot be changed: <_>' -ForEach 'WriteResult', 'WriteSummary', 'StreamResult', 'DestinationTopic', 'ReceivedRecord', 'RecordHeader', 'ConnectionCheck', 'CheckStep', 'KafkaDestinationConfig', 'KafkaMockCluster' {
        $type = "AirbyteKafka.$_" -as [type]
        $type | Should -Not -BeNullOrEmpty
        $type.GetProperties() | Where-Object { $_.SetMethod -and $_.SetMethod.IsPublic } | ForEach-Object Name | Should -BeNullOrEmpty
        $type.GetMethod('<Clone>$') | Should -BeNullOrEmpty
    }

    It 'is a short text' {
        "$(Get-KafkaDestinationTopic $config (Get-Catalog a.b))" | Should -Be 'a.b -> a_b'
        Get-RecordLine a | Write-AirbyteRecords $config (Get-Catalog a) | ConvertTo-Csv | Should -Not -Match '<>'
    }
}

Describe 'A session with Set-StrictMode and $ErrorActionPreference Stop' {
    It 'shows the same' {
        $show = {
            param($Config, $Catalog, $Line, $Strict)
            if ($Strict) { Set-StrictMode -Version Latest; $ErrorActionPreference = 'Stop' }
            $write = $Line | Write-AirbyteRecords $Config $Catalog
            # Without what differs from one run to the next.
            $all = (Get-KafkaDestinationSpec), (New-KafkaDestinationConfig kafka1:9092 '{stream}'), (Get-KafkaDestinationTopic $Config $Catalog), $write.Streams, (Test-KafkaDestination $Config)
            foreach ($one in $all) { (($one | Format-List | Out-String) + ($one | Out-String)) -replace '[\d.]+ s\b' }
        }
        $strict, $lax = $true, $false | ForEach-Object { , @((Invoke-Session $show $config, (Get-Catalog a), (Get-RecordLine a), $_).Output) }
        $strict | Should -HaveCount 5
        $strict | Should -Be $lax
    }
}

Describe 'Without the native library' {
    It 'the module can be imported, and a command that needs it says in a sentence what to do' {
        $bare = New-Item -ItemType Directory "$TestDrive/bare/AirbyteKafka/lib"
        Copy-Item "$ModuleFolder/*" $bare.Parent -Exclude lib -Recurse
        Copy-Item "$ModuleFolder/lib/*" $bare -Exclude runtimes
        Set-Content "$TestDrive/bare.ps1" "Import-Module '$TestDrive/bare/AirbyteKafka'; (Get-KafkaDestinationSpec).supported_destination_sync_modes; try { Start-KafkaMockCluster } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }"
        $run = Invoke-Script "$TestDrive/bare.ps1"
        $run.Lines[0] | Should -Be 'append'
        $run.Lines[1] | Should -BeLike 'NativeLibraryMissing,*'
        $run.Lines[2] | Should -Match '^The native Kafka client \(librdkafka\) for \S+ is not among the module''s files in .*\. Install the module again for this platform\.$'
        $run.Lines | Should -HaveCount 3
    }
}

Describe 'Cleaning up' {
    It 'of nothing adds no error to the one that matters' {
        $null | Stop-KafkaMockCluster -ErrorVariable failed
        $failed | Should -BeNullOrEmpty
    }
}

Describe 'A secret from a vault' {
    BeforeAll {
        # As Microsoft.PowerShell.SecretManagement has it.
        function Get-Secret([string] $Name) {
            $password = [securestring]::new()
            "of $Name".ToCharArray() | ForEach-Object { $password.AppendChar($_) }
            [pscredential]::new('alice', $password)
        }
        $login = @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 't'; protocol = @{ security_protocol = 'SASL_PLAINTEXT'; sasl_mechanism = 'SCRAM-SHA-256' } }
    }

    It 'goes into a configuration, and shows nowhere' {
        $built = New-KafkaDestinationConfig kafka1:9096 t -SecurityProtocol SASL_SSL -SaslMechanism SCRAM-SHA-512 -Credential (Get-Secret kafka)
        $built.Connection | Should -Be "SASL_SSL, SCRAM-SHA-512 as 'alice'"
        ($built | Format-List * -Force | Out-String) + ($built | ConvertTo-Json) | Should -Not -Match 'of kafka'
    }

    It 'is what a check logs in with' {
        (Test-KafkaDestination $login -Credential (Get-Secret kafka)).Steps[0].Detail | Should -Match "SCRAM-SHA-256 as 'alice'"
    }

    It 'completes a configuration that waits for one' {
        (Get-KafkaDestinationTopic $login (Get-Catalog a) -Credential (Get-Secret kafka)).Topic | Should -Be 't'
    }
}
