using System.IO.Compression;
using System.Text;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Tests.Faults;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class GzipTests
{
    private const string Cut = "InputUnusable: The input is gzip, and its end is missing.";
    private const string Damaged = "InputUnusable: The input is gzip, and it is damaged:";
    private const string GoesOn = "InputUnusable: The input goes on behind its gzip part with bytes that are no gzip.";

    private static readonly int[][] Chunkings = [[1], [3, 1, 7], [8192], [1 << 20]];

    [Fact]
    public void Gzip_is_unpacked_however_its_bytes_come_in()
    {
        var text = Sample(3000);
        byte[] joined = [.. Pack(text, CompressionLevel.NoCompression), .. Pack("", CompressionLevel.Optimal),
            .. Pack("end", CompressionLevel.SmallestSize)];
        foreach (var chunks in Chunkings)
        {
            Assert.Equal(text, Read(Pack(text, CompressionLevel.Optimal), chunks));
            Assert.Equal(text + "end", Read(joined, chunks));
        }
    }

    [Fact]
    public void More_than_all_buffers_hold_is_unpacked()
    {
        var text = Sample(100_000);
        Assert.Equal(text, Read(Pack(text, CompressionLevel.Fastest), [100_000]));
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Gzip_that_is_cut_is_an_error_wherever_it_is_cut(CompressionLevel level)
    {
        foreach (var text in (string[])["", "a", Sample(3)])
        {
            var packed = Pack(text, level);
            byte[] joined = [.. Pack(Sample(2), level), .. packed];
            foreach (var chunks in Chunkings)
            {
                for (var length = 2; length < packed.Length; length++)
                {
                    Assert.StartsWith($"{length}: {Cut}", $"{length}: {Read(packed[..length], chunks)}", StringComparison.Ordinal);
                }

                for (var length = joined.Length - packed.Length + 1; length < joined.Length; length++)
                {
                    Assert.StartsWith($"{length}: InputUnusable: The input ", $"{length}: {Read(joined[..length], chunks)}",
                        StringComparison.Ordinal);
                }
            }
        }
    }

    [Fact]
    public void Gzip_with_a_damaged_byte_is_an_error_or_unpacked_to_the_same_text()
    {
        var text = Sample(4);
        var packed = Pack(text, CompressionLevel.Optimal);
        var errors = 0;
        for (var at = 2; at < packed.Length; at++)
        {
            foreach (var mask in (byte[])[0x01, 0x10, 0x80, 0xFF])
            {
                var damaged = packed.ToArray();
                damaged[at] ^= mask;
                var outcome = Read(damaged, [1 << 20]);
                if (outcome != text)
                {
                    Assert.StartsWith($"{at}: InputUnusable: The input ", $"{at}: {outcome}", StringComparison.Ordinal);
                    errors++;
                }
            }
        }

        // All but the header's time, system and hints.
        Assert.InRange(errors, (packed.Length - 11) * 4, packed.Length * 4);
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0000000000000000000000000000000000000000")]
    [InlineData("1F")]
    [InlineData("1F00")]
    [InlineData("0A")]
    [InlineData("7B2274797065223A")]
    public void What_follows_gzip_and_is_none_is_an_error(string hex)
    {
        byte[] packed = [.. Pack(Sample(3), CompressionLevel.Optimal), .. Convert.FromHexString(hex)];
        Assert.All(Chunkings, chunks => Assert.StartsWith("InputUnusable: The input ", Read(packed, chunks), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1F")]
    [InlineData("1F1F8B")]
    [InlineData("0A1F8B08")]
    [InlineData("61")]
    public void Anything_else_passes_as_it_is(string hex)
    {
        var bytes = Convert.FromHexString(hex);
        Assert.All(Chunkings, chunks => Assert.Equal(Encoding.Latin1.GetString(bytes), Read(bytes, chunks)));
    }

    [Fact]
    public void Which_errors_there_are()
    {
        var packed = Pack(Sample(3), CompressionLevel.Optimal);
        var damaged = packed.ToArray();
        damaged[^5] ^= 1;
        Assert.StartsWith(Cut, Read(packed[..^1], [8192]), StringComparison.Ordinal);
        Assert.StartsWith(Damaged, Read(damaged, [8192]), StringComparison.Ordinal);
        Assert.StartsWith(GoesOn, Read([.. packed, 0], [8192]), StringComparison.Ordinal);
    }

    internal static byte[] Pack(string text, CompressionLevel level)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, level))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        // An empty text alone gives .NET no reason to write anything.
        return packed.ToArray() is { Length: > 0 } bytes ? bytes : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    private static string Sample(int lines) => string.Concat(Enumerable.Range(0, lines).Select(i => $"{{\"line\":{i * 7919 % 1009}}}\n"));

    private static string Read(byte[] bytes, int[] chunks)
    {
        using var reader = InputReader.Start(new ChunkedStream(bytes, chunks));
        var text = new StringBuilder();
        try
        {
            do
            {
                while (reader.TryTake(out var piece))
                {
                    text.Append(Encoding.Latin1.GetString(piece.Span));
                }
            }
            while (reader.Wait(TestContext.Current.CancellationToken));

            return text.ToString();
        }
        catch (AirbyteKafkaException failure)
        {
            return $"{failure.Kind.Id}: {failure.Message}";
        }
    }
}
