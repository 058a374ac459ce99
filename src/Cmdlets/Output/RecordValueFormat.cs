namespace AirbyteKafka;

/// <summary>What the value of a received record is read as. Its bytes are always there too.</summary>
public enum RecordValueFormat
{
    /// <summary>UTF-8 text; bytes that are none show as U+FFFD.</summary>
    Text,

    /// <summary>What JSON describes: objects, lists, texts, numbers.</summary>
    Json,

    /// <summary>The bytes themselves.</summary>
    Bytes,
}
