namespace AirbyteKafka.Formats.Avro;

/// <summary>How values are read from JSON and written as Avro. Several kinds may share a type of Avro.</summary>
internal enum AvroKind
{
    /// <summary>A string of any value: of a JSON string what it says, of anything else its JSON.</summary>
    Text,

    /// <summary>A string of the value's JSON, made for objects.</summary>
    ObjectJson,

    /// <summary>A string of the value's JSON, made for arrays.</summary>
    ArrayJson,

    /// <summary>A string that holds a number, digit by digit.</summary>
    NumberText,

    /// <summary>A boolean.</summary>
    Boolean,

    /// <summary>A long.</summary>
    Long,

    /// <summary>A double.</summary>
    Double,

    /// <summary>An int of days since 1970 (<c>date</c>).</summary>
    Date,

    /// <summary>A time of day (<c>time-micros</c> or <c>time-millis</c>).</summary>
    Time,

    /// <summary>A time of day, moved to UTC.</summary>
    TimeWithZone,

    /// <summary>A day and time, read as if it were in UTC (<c>timestamp-micros</c> or <c>timestamp-millis</c>).</summary>
    Timestamp,

    /// <summary>A point in time.</summary>
    TimestampWithZone,

    /// <summary>A record.</summary>
    Record,

    /// <summary>An array.</summary>
    Array,

    /// <summary>A string with a UUID: metadata only.</summary>
    Uuid,

    /// <summary>A long with a <c>timestamp-millis</c>: metadata only.</summary>
    Milliseconds,
}
