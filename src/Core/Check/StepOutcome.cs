namespace AirbyteKafka.Check;

/// <summary>How one step of a connection check came out.</summary>
public enum StepOutcome
{
    /// <summary>As it should be.</summary>
    Passed,

    /// <summary>It works, but somebody should look at it.</summary>
    Warning,

    /// <summary>A sync would fail.</summary>
    Failed,

    /// <summary>It was not asked, or could not be; the detail says why.</summary>
    Skipped,
}
