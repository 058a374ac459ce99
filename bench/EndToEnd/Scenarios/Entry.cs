using AirbyteKafka.Bench.EndToEnd.Contenders;
using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Results;

namespace AirbyteKafka.Bench.EndToEnd.Scenarios;

/// <summary>One side of a comparison.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Contender">Who does it.</param>
/// <param name="Shape">With what input; <see langword="null"/> for the file that was given.</param>
/// <param name="Against">The entry it is held against.</param>
/// <param name="Aims">What is aimed at.</param>
internal sealed record Entry(string Name, IContender Contender, InputShape? Shape, string? Against = null, params IReadOnlyList<Aim> Aims);
