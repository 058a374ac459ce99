namespace AirbyteKafka.Tests.Faults;

/// <summary>Something that goes wrong in the middle of a sync.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Lasts">How long; <see langword="null"/> is until the write has ended.</param>
/// <param name="Strike">Makes it go wrong.</param>
/// <param name="Mend">Sets it right again: what arrived has to be read back.</param>
internal sealed record Fault(string Name, TimeSpan? Lasts, Action Strike, Action Mend);
