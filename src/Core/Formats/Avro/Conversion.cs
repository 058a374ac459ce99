namespace AirbyteKafka.Formats.Avro;

/// <summary>What became of a value that was to be converted.</summary>
internal enum Conversion
{
    /// <summary>It was.</summary>
    Done,

    /// <summary>It is of another type and has no counterpart.</summary>
    Impossible,

    /// <summary>It is a number that the type cannot hold.</summary>
    OutOfRange,
}
