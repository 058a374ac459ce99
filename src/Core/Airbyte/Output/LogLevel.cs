namespace AirbyteKafka.Airbyte.Output;

/// <summary>The levels of Airbyte's LOG messages.</summary>
public enum LogLevel
{
    /// <summary>The end of the process.</summary>
    Fatal,

    /// <summary>Something failed.</summary>
    Error,

    /// <summary>Something is odd, and the work goes on.</summary>
    Warn,

    /// <summary>Progress and results.</summary>
    Info,

    /// <summary>For those who look for a fault.</summary>
    Debug,

    /// <summary>More of the same.</summary>
    Trace,
}
