#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
    $cluster = Start-KafkaMockCluster
    $messages = "$Examples/messages.jsonl"
    $sample = "$Examples/catalog.json"
}

AfterAll { Stop-KafkaMockCluster $cluster }

Describe 'Write-AirbyteRecords' {
    BeforeEach {
        # Topics of its own for every test: the cluster is shared.
        $prefix = "t$([guid]::NewGuid().ToString('N'))_"
        $config = @{ bootstrap_servers = $cluster.BootstrapServers; topic_pattern = "$prefix{stream}"; acks = 'all' }

        function Read-Topic([string] $Stream) { Receive-KafkaRecord "$prefix$Stream" -Connection $cluster }
    }

    Context 'input' {
        It 'takes lines from the pipeline' {
            $lines = @(1..30 | ForEach-Object { Get-RecordLine orders "{`"id`":$_,`"price`":1.50}" }) + (Get-StateLine orders 30)
            $result = $lines | Write-AirbyteRecords $config (Get-Catalog orders)
            "$($result.Records) $($result.States) $($result.FailedRecords) $($result.UnknownRecords)" | Should -Be '30 1 0 0'
            $values = (Read-Topic orders).Value
            $values.Count | Should -Be 30
            # Byte for byte as it came: 1.50, not 1.5.
            $values | Where-Object { $_.EndsWith(',"_airbyte_data":{"id":7,"price":1.50}}') } | Should -HaveCount 1
        }

        It 'takes <Case>' -ForEach @(
            @{ Case = 'blocks of lines (Get-Content -ReadCount)'; Write = { Get-Content $messages -ReadCount 1000 | Write-AirbyteRecords $config $sample } }
            @{ Case = 'a whole file as one text (Get-Content -Raw)'; Write = { Get-Content $messages -Raw | Write-AirbyteRecords $config $sample } }
            @{ Case = 'a file by -LiteralPath'; Write = { Write-AirbyteRecords $config $sample -LiteralPath $messages } }
            @{ Case = 'a file from Get-Item'; Write = { Get-Item $messages | Write-AirbyteRecords $config $sample } }
            @{ Case = 'config and catalog as JSON text'; Write = { Write-AirbyteRecords ($config | ConvertTo-Json) (Get-Content $sample -Raw) -LiteralPath $messages } }
            @{ Case = 'config and catalog as objects of ConvertFrom-Json'
                Write = { Write-AirbyteRecords ($config | ConvertTo-Json | ConvertFrom-Json) (Get-Content $sample | ConvertFrom-Json) -LiteralPath $messages } }
            @{ Case = 'a config of New-KafkaDestinationConfig'
                Write = { Write-AirbyteRecords (New-KafkaDestinationConfig $cluster.BootstrapServers "$prefix{stream}" -Acks all) $sample -LiteralPath $messages } }
        ) {
            $result = & $Write 3> $null
            $result | Should -HaveCount 1
            $result.Streams | ForEach-Object { "$($_.Namespace).$($_.Stream) > $($_.Topic): $($_.Records)" } |
                Should -Be "shop.customers > ${prefix}customers: 600", "shop.orders > ${prefix}orders: 1200", "web.page-views > ${prefix}page_views: 1800"
            $result.States | Should -Be 8
            (Read-Topic page_views).Count | Should -Be 1800
        }

        It 'gives a result for each of several files' {
            1..2 | ForEach-Object { Set-Content -LiteralPath "$TestDrive/file $_ [a].jsonl" (@(Get-RecordLine a) * $_) }
            $results = Get-ChildItem $TestDrive -Filter 'file *' | Sort-Object Name | Write-AirbyteRecords $config (Get-Catalog a)
            $results.Records | Should -Be 1, 2
        }

        It 'finds relative paths from the current location, not from the process''s folder' {
            Set-Content "$TestDrive/m.jsonl" (Get-RecordLine a)
            Set-Content "$TestDrive/config.json" ($config | ConvertTo-Json)
            Push-Location $TestDrive
            try { (Write-AirbyteRecords config.json (Get-Catalog a) -LiteralPath ./m.jsonl).Records | Should -Be 1 }
            finally { Pop-Location }
        }

        It 'gives a result without records for a pipeline without lines' {
            (@() | Write-AirbyteRecords $config (Get-Catalog a)).Records | Should -Be 0
        }

        It 'stops what feeds it when it fails' {
            $fed = 0
            $failure = Get-Failure { 1..100000 | ForEach-Object { $script:fed++; '{"type":"RECORD"}' } | Write-AirbyteRecords $config (Get-Catalog a) }
            "$($failure.FullyQualifiedErrorId) $($script:fed)" | Should -BeLike 'MessageMalformed,* 1'
        }
    }

    Context 'result' {
        It 'has the last state of each stream, complete and to be stored' {
            $lines = (Get-RecordLine a), (Get-StateLine a 1), (Get-RecordLine b), (Get-StateLine b 5), (Get-RecordLine a), (Get-StateLine a 2)
            $result = $lines | Write-AirbyteRecords $config (Get-Catalog a, b)
            $result.Checkpoints | ConvertFrom-Json | ForEach-Object { "$($_.state.stream.stream_descriptor.name) $($_.state.stream.stream_state.cursor)" } |
                Should -Be 'a 2', 'b 5'
            $result.Duration | Should -BeOfType timespan
        }

        It 'is a table, and a list with all there is' {
            $result = (Get-RecordLine a) | Write-AirbyteRecords $config (Get-Catalog a)
            ($result | Out-String -Width 120).Split("`n").Where({ $_.Trim() })[0] -split '\s+' | Where-Object { $_ } |
                Should -Be 'Source', 'Records', 'Failed', 'Unknown', 'States', 'Skipped', 'Duration', 'Rate'
            $result | Format-List | Out-String | Should -Match "a -> ${prefix}a: 1"
            $result.Streams | Out-String -Width 140 | Should -Match 'Namespace\s+Stream\s+Topic\s+Records\s+Failed\s+Unknown\s+Bytes'
            "$result" | Should -Match '^1 records acknowledged, 0 failed, 0 unknown; '
        }

        It 'can be kept aside and used in the pipeline' {
            (Get-RecordLine a) | Write-AirbyteRecords $config (Get-Catalog a) -OutVariable kept | Select-Object -ExpandProperty Records | Should -Be 1
            $kept.Records | Should -Be 1
        }
    }

    Context 'common parameters' {
        It 'writes nothing with -WhatIf (<Case>)' -ForEach @(
            @{ Case = 'pipeline'; Write = { $args[0] | Write-AirbyteRecords $config (Get-Catalog a) -WhatIf } }
            @{ Case = 'file'; Write = { Set-Content "$TestDrive/w.jsonl" $args[0]; Write-AirbyteRecords $config (Get-Catalog a) -LiteralPath "$TestDrive/w.jsonl" -WhatIf } }
        ) {
            & $Write (Get-RecordLine a) | Should -BeNullOrEmpty
            (Get-Failure { Read-Topic a }).FullyQualifiedErrorId | Should -BeLike 'TopicMissing,*'
        }

        It 'still says with -WhatIf what is wrong with the configuration' {
            (Get-Failure { '' | Write-AirbyteRecords @{} (Get-Catalog a) -WhatIf 2> $null }).FullyQualifiedErrorId | Should -BeLike 'ConfigInvalid,*'
        }

        It 'says with -Verbose where it writes to' {
            $said = (Get-RecordLine a) | Write-AirbyteRecords $config (Get-Catalog a) -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
            "$said" | Should -Match ([regex]::Escape($cluster.BootstrapServers))
        }

        It 'warns of what it skips, and of settings it does not know' {
            $config.topic_patern = 'x'
            '', '{"type":"LOG","log":{}}', 'plain text', (Get-RecordLine a) |
                Write-AirbyteRecords $config (Get-Catalog a) -WarningVariable warnings -WarningAction SilentlyContinue | ForEach-Object Records | Should -Be 1
            $warnings -join "`n" | Should -Match 'topic_patern[\s\S]*Line 2 of the input is a message of type LOG[\s\S]*Line 3 of the input is not a JSON object'
        }

        It 'stops at a warning when it is told to' {
            $failure = Get-Failure { '{"type":"LOG","log":{}}', (Get-RecordLine a) | Write-AirbyteRecords $config (Get-Catalog a) -WarningAction Stop }
            $failure.Exception.Message | Should -Match 'Line 1 of the input'
        }
    }

    Context 'wrong input' {
        It '<Id> (<Category>): <Message>' -ForEach @(
            @{ Id = 'FileUnreadable'; Category = 'ObjectNotFound'; Message = "*nothing.jsonl' cannot be read: there is no such file. Check the path."
                Write = { Write-AirbyteRecords $config (Get-Catalog a) -LiteralPath "$TestDrive/nothing.jsonl" } }
            @{ Id = 'FileUnreadable'; Category = 'ObjectNotFound'; Message = "*nothing.json' cannot be read: there is no such file. Check the path."
                Write = { '' | Write-AirbyteRecords "$TestDrive/nothing.json" (Get-Catalog a) } }
            @{ Id = 'InputUnsupported'; Category = 'InvalidArgument'; Message = '* is a folder. Take the files in it: Get-ChildItem *'
                Write = { Get-Item $TestDrive | Write-AirbyteRecords $config (Get-Catalog a) } }
            @{ Id = 'CatalogInvalid'; Category = 'InvalidData'; Message = '-Catalog was given a value of type System.Int32. Give it the path of a JSON file, JSON text, a hashtable or an object.'
                Write = { '' | Write-AirbyteRecords $config 5 } }
            @{ Id = 'ConfigInvalid'; Category = 'InvalidArgument'; Message = 'The configuration in -Config cannot be used, for 2 reasons:*bootstrap_servers is missing.*topic_pattern is missing.*'
                Write = { '' | Write-AirbyteRecords @{} (Get-Catalog a) 2> $null } }
            @{ Id = 'MessageMalformed'; Category = 'ParserError'; Message = 'Line 2 of the input is not valid JSON; the fault is at byte 16, its end: the message is cut off*'
                Write = { (Get-RecordLine a), '{"type":"RECORD' | Write-AirbyteRecords $config (Get-Catalog a) } }
            @{ Id = 'StreamNotInCatalog'; Category = 'ObjectNotFound'; Message = "Line 1 of the input is a record of stream 'b' without a namespace, which the catalog does not list.*"
                Write = { Get-RecordLine b | Write-AirbyteRecords $config (Get-Catalog a) } }
            @{ Id = 'DeliveryTimedOut'; Category = 'OperationTimeout'; Message = "The record in line 1 (stream 'a') was not acknowledged*127.0.0.1:1 can be reached*"
                Write = {
                    $nobody = @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 'a'; delivery_timeout_ms = 1000; request_timeout_ms = 1000; max_block_ms = 1000 }
                    Get-RecordLine a | Write-AirbyteRecords $nobody (Get-Catalog a) 3> $null
                } }
        ) {
            $failure = Get-Failure $Write
            $failure.FullyQualifiedErrorId | Should -Be "$Id,AirbyteKafka.Cmdlets.Commands.WriteAirbyteRecordsCommand"
            $failure.CategoryInfo.Category | Should -Be $Category
            $failure.Exception.Message | Should -BeLike $Message
            "$($failure.CategoryInfo) $($failure.Exception.Message)" | Should -Not -Match '(?m)^\s+at \w'
        }

        It 'has an error record for each problem of a configuration' {
            $failure = Get-Failure { '' | Write-AirbyteRecords @{ bootstrap_servers = 'a:1'; acks = '7'; linger_ms = 'x' } (Get-Catalog a) -ErrorAction Continue -ErrorVariable script:problems 2> $null }
            $failure.FullyQualifiedErrorId | Should -BeLike 'ConfigInvalid,*'
            $script:problems.Exception.Message -join "`n" | Should -Match '(?s)(?=.*topic_pattern is missing)(?=.*acks: )(?=.*linger_ms must be)'
        }

        It 'lets a script go on unless the script says otherwise (<Preference>)' -ForEach @(
            @{ Preference = 'Continue'; Expected = 'went on' }
            @{ Preference = 'Stop'; Expected = '' }
        ) {
            # In a session of its own: the try of this one would catch the error.
            $shell = [powershell]::Create().AddScript({
                    param($Module, $Config, $Catalog, $Line, $Preference)
                    Import-Module $Module
                    $ErrorActionPreference = $Preference
                    $Line | Write-AirbyteRecords $Config $Catalog
                    'went on'
                }).AddArgument($ModuleFolder).AddArgument($config).AddArgument((Get-Catalog a)).AddArgument((Get-RecordLine b)).AddArgument($Preference)
            $output = try { $shell.Invoke() } catch { $thrown = $shell.InvocationStateInfo.Reason.ErrorRecord }
            "$output" | Should -Be $Expected
            ($thrown ?? $shell.Streams.Error[0]).FullyQualifiedErrorId | Should -BeLike 'StreamNotInCatalog,*'
            $shell.Dispose()
        }

        It 'hands over with the error what was done until then' {
            $failure = Get-Failure { (Get-RecordLine a), (Get-StateLine a 1), '{' | Write-AirbyteRecords $config (Get-Catalog a) }
            "$($failure.TargetObject.Records) $($failure.TargetObject.States)" | Should -Be '1 1'
            ($failure.TargetObject.Checkpoints | ConvertFrom-Json).state.stream.stream_state.cursor | Should -Be 1
        }

        It 'refuses parameters that do not go together' {
            $failure = Get-Failure { Write-AirbyteRecords $config (Get-Catalog a) -LiteralPath x -StandardInput }
            $failure.FullyQualifiedErrorId | Should -BeLike 'AmbiguousParameterSet,*'
        }
    }

    Context 'in parallel and stopped' {
        It 'works in thread jobs, several at once' {
            $jobs = 1..3 | ForEach-Object {
                $catalog = Get-Catalog "job$_"
                $lines = @(Get-RecordLine "job$_") * 500
                Start-ThreadJob {
                    Import-Module $using:ModuleFolder
                    $using:lines | Write-AirbyteRecords $using:config $using:catalog
                }
            }
            ($jobs | Receive-Job -Wait -AutoRemoveJob -ErrorAction Stop).Records | Should -Be 500, 500, 500
            (Read-Topic job2).Count | Should -Be 500
        }

        It 'works in ForEach-Object -Parallel' {
            $catalog = Get-Catalog s1, s2, s3, s4
            $line = @{}
            1..4 | ForEach-Object { $line[$_] = Get-RecordLine "s$_" }
            $records = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module $using:ModuleFolder
                $lines = $using:line
                (@($lines[$_]) * 200 | Write-AirbyteRecords $using:config $using:catalog).Records
            }
            $records | Should -Be 200, 200, 200, 200
        }

        It 'ends promptly when it is stopped: <Case>' -ForEach @(
            @{ Case = 'while it waits for brokers'; Input = 'lines' }
            @{ Case = 'while it reads a file'; Input = 'file' }
        ) {
            Set-Content "$TestDrive/stop.jsonl" (@(Get-RecordLine a) * 100)
            $nobody = @{ bootstrap_servers = '127.0.0.1:1'; topic_pattern = 'a'; delivery_timeout_ms = 600000 }
            $shell = [powershell]::Create().AddScript({
                    param($Module, $Config, $Catalog, $Path, $From)
                    Import-Module $Module
                    if ($From -eq 'file') { Write-AirbyteRecords $Config $Catalog -LiteralPath $Path }
                    else { Get-Content $Path | Write-AirbyteRecords $Config $Catalog }
                    'not stopped'
                }).AddArgument($ModuleFolder).AddArgument($nobody).AddArgument((Get-Catalog a)).AddArgument("$TestDrive/stop.jsonl").AddArgument($Input)
            try {
                $running = $shell.BeginInvoke()
                # Its progress shows that the write is under way.
                $begun = [System.Diagnostics.Stopwatch]::StartNew()
                while ($shell.Streams.Progress.Count -eq 0 -and -not $running.IsCompleted -and $begun.Elapsed.TotalSeconds -lt 60) { Start-Sleep -Milliseconds 20 }
                $shell.Streams.Progress.Count | Should -BeGreaterThan 0
                $watch = [System.Diagnostics.Stopwatch]::StartNew()
                $shell.Stop()
                # What is on its way has at most 10 s.
                $watch.Elapsed.TotalSeconds | Should -BeLessThan 20
                $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            }
            finally { $shell.Dispose() }
        }
    }
}
