using AirbyteKafka.Write;
using BenchmarkDotNet.Attributes;

namespace AirbyteKafka.Bench.Parts;

/// <summary>The states' bookkeeping per record, with a state every 10,000.</summary>
public class LedgerBenchmarks
{
    private const int Records = 10_000;
    private const int Batch = 500;

    private readonly StateLedger<string> _ledger;
    private int _states;

    public LedgerBenchmarks() => _ledger = new(_ => _states++);

    [Benchmark(Description = "ledger: acknowledged in batches of 500", Baseline = true, OperationsPerInvoke = Records)]
    public int Batches() => Write(Batch);

    [Benchmark(Description = "ledger: acknowledged one by one", OperationsPerInvoke = Records)]
    public int OneByOne() => Write(1);

    private int Write(int batch)
    {
        var epoch = _ledger.CurrentEpoch;
        for (var i = 0; i < Records; i++)
        {
            _ledger.CountIn();
        }

        _ledger.Close("state");
        for (var i = 0; i < Records; i += batch)
        {
            _ledger.Acknowledge(epoch, batch);
        }

        return _states;
    }
}
