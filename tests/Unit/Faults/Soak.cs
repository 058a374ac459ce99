using System.Globalization;

namespace AirbyteKafka.Tests.Faults;

/// <summary>Tests of several minutes: only where they are asked for.</summary>
internal static class Soak
{
    /// <summary>The trait they carry, to run them alone: <c>--filter-trait Category=soak</c>.</summary>
    internal const string Category = "soak";

    /// <summary>Why they are skipped.</summary>
    internal const string Reason = $"Takes minutes: set {Variable}=1 to run it.";

    private const string Variable = "AIRBYTEKAFKA_TEST_SOAK";
    private const string MinutesVariable = "AIRBYTEKAFKA_TEST_CHAOS_MINUTES";

    /// <summary>Whether they are asked for.</summary>
    internal static bool IsAskedFor => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>How long chaos is to last at least.</summary>
    internal static TimeSpan ChaosTime => Environment.GetEnvironmentVariable(MinutesVariable) is { Length: > 0 } minutes
        ? TimeSpan.FromMinutes(double.Parse(minutes, CultureInfo.InvariantCulture))
        : TimeSpan.Zero;
}
