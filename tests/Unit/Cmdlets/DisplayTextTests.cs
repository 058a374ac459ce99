using AirbyteKafka.Cmdlets.Shell;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class DisplayTextTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1 KB")]
    [InlineData(1536, "1.5 KB")]
    [InlineData(1048575, "1 MB")]
    [InlineData(5.5 * 1024 * 1024 * 1024, "5.5 GB")]
    [InlineData(long.MaxValue, "8 EB")]
    public void Bytes(double bytes, string text) => Assert.Equal(text, DisplayText.Bytes(bytes));

    [Theory]
    [InlineData(0, "0.000 s")]
    [InlineData(59.9994, "59.999 s")]
    [InlineData(60, "0:01:00")]
    [InlineData(90_061, "25:01:01")]
    public void Duration(double seconds, string text) => Assert.Equal(text, DisplayText.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Rates() => Assert.Equal(
        ("12,500/s", "1.5 MB/s", "", ""),
        (
            DisplayText.Rate(25_000, TimeSpan.FromSeconds(2)),
            DisplayText.Throughput(3 * 1024 * 1024, TimeSpan.FromSeconds(2)),
            DisplayText.Rate(1, TimeSpan.Zero),
            DisplayText.Throughput(1, TimeSpan.Zero)));
}
