namespace AirbyteKafka.Formats.Schemas;

/// <summary>The kinds of <see cref="ScalarType"/>.</summary>
internal enum ScalarKind
{
    /// <summary>Any text, and the text of anything else.</summary>
    String,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>An integer.</summary>
    Integer,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A day.</summary>
    Date,

    /// <summary>A time of day with an offset.</summary>
    TimeWithZone,

    /// <summary>A time of day somewhere.</summary>
    Time,

    /// <summary>A point in time.</summary>
    TimestampWithZone,

    /// <summary>A day and a time of day somewhere.</summary>
    Timestamp,

    /// <summary>An object of which nothing is known.</summary>
    AnyObject,

    /// <summary>An array of which nothing is known.</summary>
    AnyArray,
}
