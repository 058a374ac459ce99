using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Topics;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>Topic names, which are made once per stream and write.</summary>
public class NameBenchmarks
{
    private const int Streams = 5000;

    private readonly StreamDescriptor[] _streams =
        [.. Enumerable.Range(0, Streams).Select(i => new StreamDescriptor("bench", $"orders_{i}"))];
    private readonly TopicPattern _pattern = new("{namespace}.{stream}");

    [Benchmark(Description = "name: TopicNameTransformer")]
    [Arguments("orders_by_customer")]
    [Arguments("Überweisungen/Ausgänge ½")]
    public string Transform(string name) => TopicNameTransformer.Transform(name);

    [Benchmark(Description = "name: TopicMap, per stream of 5,000", OperationsPerInvoke = Streams)]
    public TopicMap Map() => TopicMap.Create(_pattern, _streams);
}
