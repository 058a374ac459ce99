using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace AirbyteKafka.Write;

/// <summary>Native memory for records on their way: each is written once and stays put until its delivery report.</summary>
/// <remarks>
/// Chunks are filled from front to back and come back whole, when the last of their records is settled. One thread allocates, another
/// may release. The chunk of a record is found by the record's address: chunks are aligned to their size. In front of each record stands
/// its origin, so that its delivery report is counted and worded without a look at what the record holds; a record may have no bytes at
/// all.
/// </remarks>
internal sealed unsafe class RecordArena : IDisposable
{
    private const int HeaderSize = 64;
    private const int Alignment = sizeof(long);

    private const int LargestChunk = 1024 * 1024;
    private const int SmallestChunk = 64 * 1024;
    private const int LeastChunks = 2;

    // What the filling thread holds on a chunk, so that it cannot come back before it is full.
    private const long Filling = 1L << 40;

    private readonly Lock _gate = new();
    private readonly HashSet<nint> _chunks = [];
    private readonly Stack<nint> _free = new();
    private readonly int _chunkSize;
    private readonly long _limit;
    private long _allocated;
    private byte* _current;
    private int _used;

    // Of the chunk that is filled, what its records take in Kafka's client beside their bytes here: it counts as if it lay in the chunk.
    private int _outside;
    private long _count;

    /// <summary>Makes an arena; it takes memory as it is needed.</summary>
    /// <param name="limit">The bound on its memory in bytes. A single larger record is still taken, alone.</param>
    internal RecordArena(long limit)
    {
        var chunk = LargestChunk;
        while (chunk > SmallestChunk && chunk * 8L > limit)
        {
            chunk /= 2;
        }

        _chunkSize = chunk;
        _limit = Math.Max(limit, LeastChunks * (long)chunk);
    }

    /// <summary>Takes room for one record. For the filling thread.</summary>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="origin">Is kept with it.</param>
    /// <param name="outside">Bytes that the record takes elsewhere until it is settled: they count against the bound as well.</param>
    /// <returns>Where it goes, or <see langword="null"/> if there is no room until more records are settled.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal byte* TryAllocate(int length, in RecordOrigin origin, int outside = 0)
    {
        if (length > _chunkSize - HeaderSize - OriginSize - outside)
        {
            return TryAllocateAlone(length, origin);
        }

        var size = OriginSize + ((length + Alignment - 1) & -Alignment);
        if (_current is null || _used + _outside + size + outside > _chunkSize)
        {
            Seal();
            var next = TryTakeChunk();
            if (next is null)
            {
                return null;
            }

            Header(next) = new ChunkHeader { Open = Filling, Size = _chunkSize };
            _current = next;
            _used = HeaderSize;
            _outside = 0;
            _count = 0;
        }

        var room = _current + _used;
        _used += size;
        _outside += outside;
        _count++;
        return Mark(room, origin);
    }

    /// <summary>
    /// Whether a wait for room, because <see cref="TryAllocate"/> has found none, is best ended now: half of the memory is free. Filled up
    /// at once, that is fewer and larger requests to brokers than record by record as others leave, above all with many topics. For any
    /// thread.
    /// </summary>
    /// <param name="length">The length in bytes it was called with.</param>
    internal bool HasPlenty(int length)
    {
        lock (_gate)
        {
            var inUse = _allocated - (_free.Count * (long)_chunkSize);
            return inUse == 0 || inUse + Math.Max(_limit / 2, HeaderSize + OriginSize + (long)length) <= _limit;
        }
    }

    /// <summary>Gives back the room of settled records of one chunk. For any thread.</summary>
    /// <param name="chunk">From <see cref="ChunkOf"/>.</param>
    /// <param name="count">How many of its records were settled.</param>
    internal void Release(nint chunk, int count) => Settle((byte*)chunk, count);

    /// <summary>Where a record comes from; for a record that is not settled.</summary>
    /// <param name="record">From <see cref="TryAllocate"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static ref readonly RecordOrigin OriginOf(byte* record) => ref *(RecordOrigin*)(record - OriginSize);

    /// <summary>The chunk a record lies in: its origin's, because a record without bytes may stand where its chunk ends.</summary>
    /// <param name="record">From <see cref="TryAllocate"/>.</param>
    internal nint ChunkOf(byte* record) => (nint)(record - OriginSize) & ~((nint)_chunkSize - 1);

    /// <summary>Frees everything, settled or not: Kafka's client must be gone by then.</summary>
    public void Dispose()
    {
        foreach (var chunk in _chunks)
        {
            NativeMemory.AlignedFree((void*)chunk);
        }

        _chunks.Clear();
        _free.Clear();
        _current = null;
    }

    private static int OriginSize => sizeof(RecordOrigin);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Mark(byte* room, in RecordOrigin origin)
    {
        *(RecordOrigin*)room = origin;
        return room + OriginSize;
    }

    private byte* TryAllocateAlone(int length, in RecordOrigin origin)
    {
        var size = HeaderSize + OriginSize + (long)length;
        var chunk = TryTakeMemory(size);
        if (chunk is null && _current is not null)
        {
            // The chunk that is being filled must not stand in the way: sealed, it comes back when its records are settled.
            Seal();
            chunk = TryTakeMemory(size);
        }

        if (chunk is null)
        {
            return null;
        }

        Header(chunk) = new ChunkHeader { Open = 1, Size = size };
        return Mark(chunk + HeaderSize, origin);
    }

    private void Seal()
    {
        if (_current is not null)
        {
            Settle(_current, Filling - _count);
            _current = null;
        }
    }

    private void Settle(byte* chunk, long count)
    {
        if (Interlocked.Add(ref Header(chunk).Open, -count) != 0)
        {
            return;
        }

        lock (_gate)
        {
            if (Header(chunk).Size == _chunkSize)
            {
                _free.Push((nint)chunk);
            }
            else
            {
                Free(chunk);
            }
        }
    }

    private byte* TryTakeChunk()
    {
        lock (_gate)
        {
            if (_free.TryPop(out var chunk))
            {
                return (byte*)chunk;
            }
        }

        return TryTakeMemory(_chunkSize);
    }

    private byte* TryTakeMemory(long size)
    {
        lock (_gate)
        {
            while (_allocated + size > _limit && _free.TryPop(out var idle))
            {
                Free((byte*)idle);
            }

            if (_allocated > 0 && _allocated + size > _limit)
            {
                return null;
            }

            _allocated += size;
            var chunk = (byte*)NativeMemory.AlignedAlloc((nuint)size, (nuint)_chunkSize);
            _chunks.Add((nint)chunk);
            return chunk;
        }
    }

    private void Free(byte* chunk)
    {
        _allocated -= Header(chunk).Size;
        _chunks.Remove((nint)chunk);
        NativeMemory.AlignedFree(chunk);
    }

    private static ref ChunkHeader Header(byte* chunk) => ref *(ChunkHeader*)chunk;

    private struct ChunkHeader
    {
        /// <summary>Records that are not settled, plus <see cref="Filling"/> while the chunk is being filled.</summary>
        public long Open;

        /// <summary>Bytes of the chunk.</summary>
        public long Size;
    }
}
