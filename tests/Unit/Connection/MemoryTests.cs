using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Tests that measure the process's memory, or take much of it: one after the other, and beside no others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class MemoryTests
{
    public const string Name = "memory";
}
