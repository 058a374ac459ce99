using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;

namespace AirbyteKafka.Send;

/// <summary>Where the headers of one record stand while it is handed over, which copies them.</summary>
internal sealed unsafe class HeaderMemory : IDisposable
{
    private NativeHeader[] _headers = new NativeHeader[8];
    private byte* _bytes;
    private int _capacity;

    /// <summary>Puts the headers of the next record there.</summary>
    /// <returns>The headers; valid until the next call.</returns>
    internal ReadOnlySpan<NativeHeader> Take(ReadOnlySpan<OutgoingHeader> headers)
    {
        if (headers.IsEmpty)
        {
            return [];
        }

        Reserve(headers);
        var next = _bytes;
        for (var i = 0; i < headers.Length; i++)
        {
            var (name, value) = headers[i];
            var nameAt = Put(name, ref next);
            _headers[i] = new NativeHeader(nameAt, name.Length, value is null ? null : Put(value, ref next), value?.Length ?? 0);
        }

        return _headers.AsSpan(0, headers.Length);
    }

    public void Dispose()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
    }

    private void Reserve(ReadOnlySpan<OutgoingHeader> headers)
    {
        // One more byte, so that what is empty has an address too.
        var needed = 1;
        foreach (ref readonly var header in headers)
        {
            needed = checked(needed + header.Name.Length + (header.Value?.Length ?? 0));
        }

        if (needed > _capacity)
        {
            _bytes = (byte*)NativeMemory.Realloc(_bytes, (nuint)needed);
            _capacity = needed;
        }

        if (headers.Length > _headers.Length)
        {
            Array.Resize(ref _headers, headers.Length);
        }
    }

    private static byte* Put(byte[] bytes, ref byte* next)
    {
        var at = next;
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        next += bytes.Length;
        return at;
    }
}
