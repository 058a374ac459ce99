namespace AirbyteKafka.Bench.EndToEnd.Processes;

/// <summary>What a process took from its start to its end.</summary>
/// <param name="ExitCode">Its exit code; 128 and the signal's number if a signal ended it.</param>
/// <param name="Wall">Time that passed.</param>
/// <param name="Cpu">Processor time, user and system, of all its threads.</param>
/// <param name="PeakBytes">The most memory it had resident.</param>
internal readonly record struct ProcessFigures(int ExitCode, TimeSpan Wall, TimeSpan Cpu, long PeakBytes);
