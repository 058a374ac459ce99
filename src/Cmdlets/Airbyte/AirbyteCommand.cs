namespace AirbyteKafka.Cmdlets.Airbyte;

/// <summary>The commands of Airbyte's protocol that a destination has.</summary>
internal enum AirbyteCommand
{
    Spec,
    Check,
    Write,
}
