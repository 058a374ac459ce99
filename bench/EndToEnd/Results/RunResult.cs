namespace AirbyteKafka.Bench.EndToEnd.Results;

/// <summary>One run.</summary>
/// <param name="WallSeconds">Time from start to end of the process.</param>
/// <param name="CpuSeconds">Processor time of it, user and system.</param>
/// <param name="PeakBytes">The most memory it had resident.</param>
/// <param name="Fault">What was wrong with the run; <see langword="null"/> when all is in Kafka and all states came back.</param>
internal sealed record RunResult(double WallSeconds, double CpuSeconds, long PeakBytes, string? Fault);
