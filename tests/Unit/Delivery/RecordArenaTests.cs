using System.Collections.Concurrent;
using AirbyteKafka.Write;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

/// <summary>The memory of records on their way. A record here is filled with bytes made of its line's number.</summary>
public sealed class RecordArenaTests
{
    // The least that an arena works with: two chunks of 64 KiB.
    private const int Least = 128 * 1024;

    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    [Fact]
    public void Records_keep_their_bytes_and_origins_and_the_bound_holds_whatever_is_settled_when() =>
        Gen.Select(Gen.Int[0, 400_000], Gen.Select(Gen.Int[0, 90_000], Gen.Bool, Gen.Int[0, 1000]).Array[1, 200]).Sample((limit, steps) =>
        {
            using var arena = new RecordArena(limit);
            var open = new List<Record>();
            foreach (var (length, settle, which) in steps)
            {
                if (settle && open.Count > 0)
                {
                    var settled = open[which % open.Count];
                    open.Remove(settled);
                    if (!settled.IsWhole)
                    {
                        return false;
                    }

                    settled.Settle(arena);
                }
                else if (Record.TryMake(arena, length, open.Count) is { } record)
                {
                    open.Add(record);
                }

                if (open.Count > 1 && open.Sum(record => (long)record.Length) > Math.Max(limit, Least))
                {
                    return false;
                }
            }

            return open.All(record => record.IsWhole);
        });

    [Fact]
    public void A_full_arena_takes_the_next_record_once_a_chunk_is_settled_to_its_last_record()
    {
        using var arena = new RecordArena(Least);
        var records = Fill(arena, length: 1000);
        var firstChunk = records.Where(record => record.Chunk(arena) == records[0].Chunk(arena)).ToList();
        foreach (var record in firstChunk.Skip(1))
        {
            record.Settle(arena);
        }

        var before = Record.TryMake(arena, 1000, 0);
        firstChunk[0].Settle(arena);
        Assert.Equal((null, true), (before, Record.TryMake(arena, 1000, 0) is not null));
    }

    [Fact]
    public void A_full_arena_has_plenty_of_room_once_half_of_it_is_free()
    {
        using var arena = new RecordArena(Least);
        var records = Fill(arena, length: 1000);
        var full = arena.HasPlenty(1000);
        foreach (var record in records.Where(record => record.Chunk(arena) == records[0].Chunk(arena)))
        {
            record.Settle(arena);
        }

        Assert.Equal((false, true, false), (full, arena.HasPlenty(1000), arena.HasPlenty(Least)));
    }

    [Fact]
    public void A_record_larger_than_the_bound_is_taken_alone()
    {
        using var arena = new RecordArena(Least);
        var small = Record.TryMake(arena, 10, 1)!;
        var beside = Record.TryMake(arena, 10 * Least, 2);
        small.Settle(arena);
        var alone = Record.TryMake(arena, 10 * Least, 3);
        Assert.Equal((null, true), (beside, alone is { IsWhole: true }));
        Assert.Null(Record.TryMake(arena, 10, 4));
        alone!.Settle(arena);
        Assert.NotNull(Record.TryMake(arena, 10, 5));
    }

    [Fact]
    public void A_record_without_bytes_is_settled_like_any_other()
    {
        using var arena = new RecordArena(Least);
        var records = Fill(arena, length: 0);
        Assert.True(records.Count > 1000 && records.All(record => record.IsWhole), $"{records.Count} records");
        records.ForEach(record => record.Settle(arena));
        Assert.True(IsEmpty(arena));
    }

    [Fact]
    public void One_thread_fills_while_another_settles_and_no_memory_is_lost()
    {
        const int Count = 200_000;
        using var arena = new RecordArena(Least);
        using var taken = new BlockingCollection<Record>();
        var damaged = 0;
        var settling = new Thread(() =>
        {
            foreach (var record in taken.GetConsumingEnumerable())
            {
                damaged += record.IsWhole ? 0 : 1;
                record.Settle(arena);
            }
        });
        settling.Start();
        for (var line = 0; line < Count; line++)
        {
            Record? record = null;
            var hasRoom = SpinWait.SpinUntil(() => (record = Record.TryMake(arena, line % 97, line)) is not null, TimeLimit);
            Assert.True(hasRoom, $"no room for record {line}");
            taken.Add(record!, TestContext.Current.CancellationToken);
        }

        taken.CompleteAdding();
        Assert.True(settling.Join(TimeLimit));
        Assert.Equal((0, true), (damaged, IsEmpty(arena)));
    }

    // What is larger than the bound gets memory only where nothing else has any.
    private static bool IsEmpty(RecordArena arena) => Record.TryMake(arena, 10 * Least, 0) is not null;

    private static List<Record> Fill(RecordArena arena, int length)
    {
        var records = new List<Record>();
        while (Record.TryMake(arena, length, records.Count) is { } record)
        {
            records.Add(record);
        }

        return records;
    }

    private sealed unsafe class Record
    {
        private readonly byte* _memory;
        private readonly RecordOrigin _origin;

        private Record(byte* memory, int length, RecordOrigin origin)
        {
            _memory = memory;
            Length = length;
            _origin = origin;
        }

        internal int Length { get; }

        /// <summary>Whether nothing has written over it.</summary>
        internal bool IsWhole => RecordArena.OriginOf(_memory) == _origin
            && new ReadOnlySpan<byte>(_memory, Length).IndexOfAnyExcept((byte)_origin.Line) < 0;

        internal static Record? TryMake(RecordArena arena, int length, int line)
        {
            var origin = new RecordOrigin(Epoch: (1L << 50) + line, line, Stream: line % 7, KeyStart: length / 2);
            var memory = arena.TryAllocate(length, origin);
            if (memory is null)
            {
                return null;
            }

            new Span<byte>(memory, length).Fill((byte)line);
            return new Record(memory, length, origin);
        }

        internal nint Chunk(RecordArena arena) => arena.ChunkOf(_memory);

        internal void Settle(RecordArena arena) => arena.Release(arena.ChunkOf(_memory), 1);
    }
}
