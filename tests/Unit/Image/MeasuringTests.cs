using Xunit;

namespace AirbyteKafka.Tests.Image;

/// <summary>Groups tests that measure time: they run when no other does.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class MeasuringTests;
