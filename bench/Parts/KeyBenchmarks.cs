using System.Buffers.Text;
using AirbyteKafka.Records;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>Making one record's key: a random UUID as text.</summary>
public class KeyBenchmarks
{
    private readonly RandomIds _keys = new();
    private readonly byte[] _key = new byte[RandomIds.Length];

    [Benchmark(Description = "key: RandomIds", Baseline = true)]
    public byte WriteNext()
    {
        _keys.WriteNext(_key);
        return _key[0];
    }

    [Benchmark(Description = "key: RandomIds, placed on one of 12 partitions")]
    public bool WriteNextPlaced()
    {
        _keys.WriteNext(_key);
        return RandomKeyPlacement.TryPlace(_key, 7, 12);
    }

    [Benchmark(Description = "key: hashed once, as the partitioner does")]
    public int Hash() => Murmur2.Partition(_key, 12);

    [Benchmark(Description = "key: Guid.NewGuid, formatted as UTF-8")]
    public byte FormatGuid()
    {
        Utf8Formatter.TryFormat(Guid.NewGuid(), _key, out _);
        return _key[0];
    }

    [Benchmark(Description = "key: Guid.NewGuid().ToString()")]
    public string GuidText() => Guid.NewGuid().ToString();
}
