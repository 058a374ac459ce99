using System.Runtime.CompilerServices;

namespace AirbyteKafka.Records;

/// <summary>
/// What the records of a write look like: value, key and placement on partitions. Chosen once per write; for one thread at a time.
/// </summary>
/// <remarks>
/// A record is made in two steps: <see cref="Measure"/> says which parts it has, <see cref="Write"/> fills the memory that was taken for
/// them.
/// </remarks>
internal sealed class RecordShape
{
    private readonly PlanOfStream _value;
    private readonly IRecordKey _key;
    private readonly RandomIds _ids = new();

    private RecordShape(PlanOfStream value, IRecordKey key)
    {
        _value = value;
        _key = key;
    }

    private delegate RecordPlan PlanOfStream(ReadOnlySpan<byte> stream);

    /// <summary>The Java connector's shape: <c>data</c> in an <see cref="Envelope"/>, whose random id is the key.</summary>
    internal static RecordShape EnvelopeWithRandomKey() => new(Envelope.Plan, new RandomKey());

    /// <summary>What the values of a stream have in common.</summary>
    /// <param name="stream">The stream's name as the contents of a JSON string, escapes as they came in.</param>
    internal RecordPlan Plan(ReadOnlySpan<byte> stream) => _value(stream);

    /// <summary>The parts of a record.</summary>
    /// <param name="plan">Its stream's plan.</param>
    /// <param name="content">What its line says.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal RecordParts Measure(RecordPlan plan, in RecordContent content) =>
        new(_key.Measure(plan, content), new RecordPart(0, plan.Length(content)));

    /// <summary>Writes a record.</summary>
    /// <param name="memory">Takes <see cref="RecordParts.Memory"/> bytes.</param>
    /// <param name="plan">Its stream's plan.</param>
    /// <param name="content">What its line says.</param>
    internal void Write(Span<byte> memory, RecordPlan plan, in RecordContent content) => plan.Write(memory, _ids, content);

    /// <summary>Starts to place the records of one topic on its partitions.</summary>
    /// <param name="bytesPerRun">How much goes to one partition before the next is chosen.</param>
    /// <returns><see langword="null"/> where Kafka's partitioner alone decides.</returns>
    internal PartitionRun? StartPlacement(int bytesPerRun) => _key.StartRun(bytesPerRun);
}
