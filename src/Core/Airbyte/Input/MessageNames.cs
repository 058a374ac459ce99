namespace AirbyteKafka.Airbyte.Input;

/// <summary>The names in a message whose values are read.</summary>
[Flags]
internal enum MessageNames
{
    None = 0,
    Type = 1,
    Record = 2,
    State = 4,
    Stream = 8,
    Namespace = 16,
    EmittedAt = 32,
    Data = 64,
}
