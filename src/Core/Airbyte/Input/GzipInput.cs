using System.IO.Compression;
using AirbyteKafka.Errors;

namespace AirbyteKafka.Airbyte.Input;

/// <summary>
/// Reads an input, and unpacks it on the way where its first bytes are those of gzip. What is cut off or damaged is an error.
/// </summary>
/// <remarks>
/// <see cref="GZipStream"/> compares checksum and length of each member that is whole, but takes a cut one for the end. A whole file may be
/// followed by a further member. So one with a known text is put behind the input's last byte: it comes out, and nothing else, only if the
/// input was whole.
/// </remarks>
/// <param name="input">The bytes as they come; read to its end and not disposed of.</param>
internal sealed class GzipInput(Stream input) : IDisposable
{
    private readonly MarkedStream _packed = new(input);
    private GZipStream? _unpacked;
    private bool _begun;

    /// <summary>Whether the input is gzip, so that all of it counts only once its end has been read.</summary>
    internal bool IsGzip => Volatile.Read(ref _unpacked) is not null;

    private static ReadOnlySpan<byte> Marker => "The input ends here, and every part of it was whole."u8;

    /// <summary>Reads the next bytes, unpacked.</summary>
    /// <param name="buffer">Takes them; has room for a few hundred at least.</param>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.InputUnusable"/>: gzip that is cut off, damaged, or followed by something else.
    /// </exception>
    internal int Read(Span<byte> buffer)
    {
        if (_unpacked is not null)
        {
            return ReadUnpacked(buffer);
        }

        var length = input.Read(buffer);
        if (_begun || length == 0)
        {
            return length;
        }

        _begun = true;
        if (length == 1 && buffer[0] == FileKinds.Gzip[0])
        {
            length += input.Read(buffer[1..]);
        }

        if (!buffer[..length].StartsWith(FileKinds.Gzip))
        {
            return length;
        }

        _packed.PutBack(buffer[..length]);
        Volatile.Write(ref _unpacked, new GZipStream(_packed, CompressionMode.Decompress));
        return ReadUnpacked(buffer);
    }

    /// <summary>Ends the unpacking. For the thread that reads.</summary>
    public void Dispose()
    {
        _unpacked?.Dispose();
        _packed.Dispose();
    }

    private int ReadUnpacked(Span<byte> buffer)
    {
        try
        {
            // What was packed before the end comes out before GZipStream asks for more and gets the marker.
            var length = _unpacked!.Read(buffer);
            if (!_packed.IsAtMarker)
            {
                return length > 0 ? length : throw Unusable("goes on behind its gzip part with bytes that are no gzip. Unpack it first: "
                    + "gzip -dc FILE.");
            }

            int more;
            while (length <= Marker.Length && (more = _unpacked.Read(buffer[length..])) > 0)
            {
                length += more;
            }

            return buffer[..length].SequenceEqual(Marker) ? 0 : throw Cut();
        }
        catch (InvalidDataException damaged)
        {
            throw _packed.IsAtMarker
                ? Cut(damaged)
                : Unusable("is gzip, and it is damaged: it cannot be unpacked, or its checksum differs. No state of it was handed back; "
                    + "get the file anew.", damaged);
        }
    }

    private static AirbyteKafkaException Cut(InvalidDataException? inner = null) =>
        Unusable("is gzip, and its end is missing. No state of it was handed back; get the whole file.", inner);

    private static AirbyteKafkaException Unusable(string problem, InvalidDataException? inner = null) =>
        new(ErrorKind.InputUnusable, $"The input {problem}", inner);

    /// <summary>The packed bytes, and the marker's member behind the last of them.</summary>
    private sealed class MarkedStream(Stream input) : Stream
    {
        private byte[] _next = [];
        private int _taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        internal bool IsAtMarker { get; private set; }

        internal void PutBack(ReadOnlySpan<byte> bytes) => (_next, _taken) = (bytes.ToArray(), 0);

        public override int Read(Span<byte> buffer)
        {
            if (_taken == _next.Length && !IsAtMarker)
            {
                var length = input.Read(buffer);
                if (length > 0)
                {
                    return length;
                }

                IsAtMarker = true;
                PutBack(PackMarker());
            }

            var next = _next.AsSpan(_taken);
            next = next[..Math.Min(next.Length, buffer.Length)];
            next.CopyTo(buffer);
            _taken += next.Length;
            return next.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static byte[] PackMarker()
        {
            using var packed = new MemoryStream();
            using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            {
                gzip.Write(Marker);
            }

            return packed.ToArray();
        }
    }
}
