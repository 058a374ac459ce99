using Xunit;

namespace AirbyteKafka.Tests;

public sealed class SkeletonTests
{
    [Fact]
    public void Descriptor_reads_as_people_write_it() => Assert.Equal("public.users", new Protocol.StreamDescriptor("public", "users").ToString());
}
