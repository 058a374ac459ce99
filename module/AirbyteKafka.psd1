@{
    RootModule           = 'AirbyteKafka.dll'
    # The build writes the version of Directory.Build.props here.
    ModuleVersion        = '0.0.0'
    GUID                 = '6e1c3a52-8d0c-4a0e-9a44-2c7d6d6b6f0e'
    Author               = 'The AirbyteKafka developers'
    CompanyName          = 'The AirbyteKafka developers'
    Copyright            = '(c) The AirbyteKafka developers. MIT License.'
    Description          = 'Gets data into Kafka from Airbyte and from a PowerShell prompt: a drop-in for the Airbyte Kafka destination that acknowledges a state only when its records are in Kafka.'
    PowerShellVersion    = '7.6'
    CompatiblePSEditions = @('Core')
    TypesToProcess       = @('AirbyteKafka.Types.ps1xml')
    FormatsToProcess     = @('AirbyteKafka.Format.ps1xml')
    CmdletsToExport      = @(
        'Add-KafkaMockError'
        'Connect-Kafka'
        'ConvertFrom-AirbyteMessage'
        'ConvertTo-AirbyteMessage'
        'Disconnect-Kafka'
        'Export-KafkaDestinationConfig'
        'Get-KafkaConnection'
        'Get-KafkaConsumerGroup'
        'Get-KafkaDestinationSpec'
        'Get-KafkaDestinationTopic'
        'Get-KafkaTopic'
        'New-AirbyteCatalog'
        'New-KafkaDestinationConfig'
        'New-KafkaMockTopic'
        'New-KafkaTopic'
        'Receive-KafkaRecord'
        'Remove-KafkaTopic'
        'Send-KafkaRecord'
        'Set-KafkaMockBroker'
        'Set-KafkaMockTopic'
        'Start-KafkaMockCluster'
        'Stop-KafkaMockCluster'
        'Test-KafkaConnection'
        'Test-KafkaDestination'
        'Write-AirbyteRecords'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @('Write-AirbyteRecord')
    PrivateData          = @{
        PSData = @{
            Tags         = @('Airbyte', 'Kafka', 'Destination', 'ETL', 'Producer', 'Consumer', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            LicenseUri   = 'https://github.com/airbyte-kafka/airbyte-kafka/blob/main/LICENSE'
            ProjectUri   = 'https://github.com/airbyte-kafka/airbyte-kafka'
            IconUri      = 'https://github.com/airbyte-kafka/airbyte-kafka/raw/main/icon.svg'
            ReleaseNotes = 'https://github.com/airbyte-kafka/airbyte-kafka/blob/main/CHANGELOG.md'
        }
    }
}
