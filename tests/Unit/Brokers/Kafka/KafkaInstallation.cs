using System.Diagnostics;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>An unpacked Apache Kafka, and the Java to run it. Only its jars are used, so every distribution of it will do.</summary>
internal sealed class KafkaInstallation
{
    /// <summary>Names the folder.</summary>
    public const string HomeVariable = "KAFKA_HOME";

    private const string LogConfiguration = """
        status = error
        appender.out.type = Console
        appender.out.name = out
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d{HH:mm:ss.SSS} %p %c{1} %m%n%throwable
        rootLogger.level = warn
        rootLogger.appenderRef.out.ref = out
        """;

    private readonly string _home;

    private KafkaInstallation(string home) => _home = home;

    /// <summary>Finds it.</summary>
    /// <param name="home">The value of <see cref="HomeVariable"/>.</param>
    /// <param name="reason">Why there is none.</param>
    public static KafkaInstallation? Find(string? home, out string reason)
    {
        reason = OperatingSystem.IsWindows() ? "a Kafka of the tests' own is started on Linux and macOS only"
            : string.IsNullOrEmpty(home) ? $"{HomeVariable} is not set"
            : !Directory.Exists(Path.Combine(home, "libs")) ? $"{HomeVariable} ({home}) has no folder 'libs'"
            : "";
        return reason.Length == 0 ? new KafkaInstallation(Path.GetFullPath(home!)) : null;
    }

    /// <summary>How to run one of its classes in a folder that <see cref="Prepare"/> was called for.</summary>
    public ProcessStartInfo Command(string directory, IEnumerable<string> javaArguments, string mainClass,
        params IEnumerable<string> arguments) => new(
        Java.Executable,
        [
            .. Java.QuickStart,
            "-Xmx512m",
            $"-Dlog4j2.configurationFile={Path.Combine(directory, "log4j2.properties")}",
            .. javaArguments,
            "-cp",
            Path.Combine(_home, "libs", "*"),
            mainClass,
            .. arguments,
        ])
        {
            WorkingDirectory = directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

    /// <summary>Writes what <see cref="Command"/> relies on.</summary>
    public void Prepare(string directory) => File.WriteAllText(Path.Combine(directory, "log4j2.properties"), LogConfiguration);
}
