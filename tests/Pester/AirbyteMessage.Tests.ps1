#requires -Version 7.6
#requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

BeforeAll {
    Set-StrictMode -Version Latest
    Import-Module "$PSScriptRoot/Common.psm1" -Force
    Import-Module $ModuleFolder
}

Describe 'ConvertTo-AirbyteMessage' {
    It 'makes the line of a record' {
        [pscustomobject]@{ id = 1; name = 'é "x"' } | ConvertTo-AirbyteMessage orders -Namespace shop -EmittedAt '2026-01-31T12:00:00Z' |
            Should -BeExactly ('{"type":"RECORD","record":{"namespace":"shop","stream":"orders","data":{"id":1,"name":"é \"x\""},' +
                '"emitted_at":1769860800000}}')
    }

    It 'says of what is no object that it is none, and goes on' {
        $lines = 'text', @{ id = 2 } | ConvertTo-AirbyteMessage orders -ErrorVariable failures -ErrorAction SilentlyContinue
        @($lines).Count | Should -Be 1
        $failures.FullyQualifiedErrorId | Should -BeLike 'ObjectNotSerializable,*'
    }
}

Describe 'ConvertFrom-AirbyteMessage' {
    It 'gives back what was made' {
        $message = @{ id = 1 } | ConvertTo-AirbyteMessage orders -Namespace shop -EmittedAt '2026-01-31T12:00:00Z' | ConvertFrom-AirbyteMessage
        "$message $($message.EmittedAt.ToUnixTimeSeconds()) $($message.Data.id)" | Should -Be 'RECORD shop.orders 1769860800 1'
    }

    It 'reads states and other messages' {
        $state, $log = (Get-StateLine orders 5), '', '{"type":"LOG","log":{"level":"INFO","message":"hi"}}' | ConvertFrom-AirbyteMessage
        "$state $($state.Data.stream.stream_state.cursor)" | Should -Be 'STATE orders 5'
        "$log $($log.Data.message)" | Should -Be 'LOG hi'
    }

    It 'names the line that is no message, and repeats nothing of it' {
        $found = (Get-RecordLine a), 'hunter2' , '{"a":1}', (Get-RecordLine b) | ConvertFrom-AirbyteMessage -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Stream | Should -Be 'a', 'b'
        $failures.Exception.Message | Should -Be @('Line 2 is no Airbyte message: it is not valid JSON. Leave it out, or correct it.'
            'Line 3 is no Airbyte message: it has no type. Leave it out, or correct it.')
    }
}

Describe 'New-AirbyteCatalog' {
    It 'is one that -Catalog takes' {
        $catalog = New-AirbyteCatalog orders, users -Namespace shop
        $config = @{ bootstrap_servers = 'nowhere:9092'; topic_pattern = '{namespace}.{stream}' }
        (Get-KafkaDestinationTopic $config $catalog).Topic | Should -Be 'shop_orders', 'shop_users'
        (Get-KafkaDestinationTopic $config (New-AirbyteCatalog orders -AsJson)).Stream | Should -Be 'orders'
    }

    It 'keeps what a source has discovered' {
        $discovered = '{"type":"CATALOG","catalog":{"streams":[{"name":"a","namespace":"n","json_schema":{"type":"object"}}]}}'
        $catalog = New-AirbyteCatalog -DiscoveredCatalog $discovered
        "$($catalog.streams[0].stream.namespace) $($catalog.streams[0].stream.json_schema.type) $($catalog.streams[0].destination_sync_mode)" |
            Should -Be 'n object append'
        (Get-Failure { New-AirbyteCatalog -DiscoveredCatalog '{"a":1}' }).FullyQualifiedErrorId | Should -BeLike 'CatalogInvalid,*'
    }
}
