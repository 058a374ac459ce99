namespace AirbyteKafka.Tests.Brokers;

/// <summary>The Java that runs Kafka, and that is the reference for names.</summary>
internal static class Java
{
    /// <summary>The program: that of JAVA_HOME, else the one that PATH finds.</summary>
    public static string Executable => Environment.GetEnvironmentVariable("JAVA_HOME") is { Length: > 0 } home
        ? Path.Combine(home, "bin", "java") : "java";

    /// <summary>Starts within a second and stays small: tests are many short runs, not one long one.</summary>
    public static IReadOnlyList<string> QuickStart { get; } = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData"];
}
