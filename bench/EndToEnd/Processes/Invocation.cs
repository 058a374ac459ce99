namespace AirbyteKafka.Bench.EndToEnd.Processes;

/// <summary>A program to run.</summary>
/// <param name="Program">Its path, or a name that PATH finds.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Input">The file on its standard input; nothing is there when it is <see langword="null"/>.</param>
internal sealed record Invocation(string Program, IReadOnlyList<string> Arguments, string? Input = null);
