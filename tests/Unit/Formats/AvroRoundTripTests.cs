using System.Text;
using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Formats.Avro;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

public sealed class AvroRoundTripTests
{
    [Fact]
    public void What_Apaches_reader_gives_back_is_what_the_model_says_changes_included() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomStream(seed);
            var root = random.Root();
            var stream = new AvroStream(Schema(root), stream: new StreamDescriptor("pub-lic.2x", "Üsers 1"));
            for (var i = 0; i < 5; i++)
            {
                var data = random.Fitting(root);
                var expected = AvroModel.Convert(data, root);
                var read = AvroReading.Read(stream.Write(data)!, stream.Schema);
                var actual = (read.Data, Ordered(read.Changes, expected.Changes));
                Assert.True(expected == actual, $"{Schema(root)}\n{data}\nexpected {expected}\nactual   {actual}");
            }
        },
        iter: 300);

    [Fact]
    public void A_schema_in_another_order_is_the_same_and_records_are_written_in_its_order() => Gen.Int.Sample(
        seed =>
        {
            var random = new RandomStream(seed);
            var root = random.Root();
            var turned = root with { Properties = [.. root.Properties.Reverse()] };
            var registered = AvroStream.Build(Schema(turned));
            var own = AvroStream.Build(Schema(root));
            var data = random.Fitting(root);
            var changed = root with { Properties = [.. root.Properties, ("added", new RandomType("string"))] };
            var ordered = AvroSchemaMatch.TryOrder(own, registered.ToJson());
            Assert.Equal(
                (registered.ToJson(), false, AvroReading.Read(new AvroStream(registered).Write(data)!, registered)),
                (ordered!.ToJson(),
                    AvroSchemaMatch.TryOrder(AvroStream.Build(Schema(changed)), registered.ToJson()) is not null,
                    AvroReading.Read(new AvroStream(ordered).Write(data)!, registered)));
        },
        iter: 100);

    [Fact]
    public void Nothing_is_allocated_for_a_record()
    {
        var random = new RandomStream(7);
        var root = random.Root();
        var transcoder = new AvroTranscoder(AvroStream.Build(Schema(root)));
        byte[][] data = [.. Enumerable.Range(0, 200).Select(_ => Encoding.UTF8.GetBytes(random.Fitting(root)))];
        Array.ForEach(data, one => transcoder.TryTranscode(one, []));
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var one in data)
        {
            transcoder.TryTranscode(one, []);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static string Schema(RandomType root)
    {
        var text = new StringBuilder();
        RandomStream.WriteSchema(text, root);
        return text.ToString();
    }

    // The order of changes is that in which values were met, which is not that of the schema where properties came in another.
    private static string Ordered(string changes, string expected) =>
        changes.Split(", ").Order(StringComparer.Ordinal).SequenceEqual(expected.Split(", ").Order(StringComparer.Ordinal)) ? expected : changes;
}
