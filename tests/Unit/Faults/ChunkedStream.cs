namespace AirbyteKafka.Tests.Faults;

/// <summary>An input that comes in pieces of given sizes, over and over.</summary>
internal sealed class ChunkedStream(byte[] bytes, int[] sizes) : MemoryStream(bytes, writable: false)
{
    private int _reads;

    // All other ways to read a derived MemoryStream lead here.
    public override int Read(byte[] buffer, int offset, int count) =>
        base.Read(buffer, offset, Math.Min(count, sizes[_reads++ % sizes.Length]));
}
