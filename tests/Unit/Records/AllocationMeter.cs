using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Records;
using AirbyteKafka.Tests.Delivery;
using AirbyteKafka.Write;

namespace AirbyteKafka.Tests.Records;

/// <summary>Measures what the making of records leaves to the garbage collector.</summary>
internal static class AllocationMeter
{
    private const int Records = 1000;
    private const int Runs = 5;

    /// <summary>Managed bytes for a record, rounded down, once everything is warm.</summary>
    /// <param name="settings">Settings as JSON properties.</param>
    internal static unsafe long BytesPerRecord(string settings)
    {
        var shape = RecordShape.Of(WriteRun.Config("b:1", $"\"topic_pattern\":\"t\",{settings}").Records);
        var profile = new StreamProfile(new StreamDescriptor("n", "s"), [], 1, 2, HasDeletions: true, SharesTopic: true);
        var plan = shape.Plan(shape.ForStream(profile), "s"u8);
        using var arena = new RecordArena(64 * 1024 * 1024);
        Make(1);

        // A collection that comes in between counts what was left of a buffer as allocated: the least of several runs has none.
        return Enumerable.Range(0, Runs).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Make(Records);
            return (GC.GetAllocatedBytesForCurrentThread() - before) / Records;
        });

        void Make(int count)
        {
            for (var i = 0; i < count; i++)
            {
                var content = new RecordContent
                {
                    EmittedAt = "1767323045678"u8,
                    Data = """{"a":"x","id":"\u00e9\"12","u":{"x": {"y": 1}},"_ab_cdc_deleted_at":"2026"}"""u8,
                    Changes = shape.ChangesIn("""{"changes":[{"field":"a"}]}"""u8),
                };
                var parts = shape.Measure(plan, content);
                var record = arena.TryAllocate(parts.Memory, default, parts.ClientBytes);
                shape.Write(new Span<byte>(record, parts.Memory), parts, plan, content);
            }
        }
    }
}
