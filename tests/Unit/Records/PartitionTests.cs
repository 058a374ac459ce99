using System.Text;
using AirbyteKafka.Records;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Records;

public sealed class PartitionTests
{
    // Mostly the same number; sometimes none known, or too many for runs.
    private static readonly Gen<int> PartitionCount = Gen.Frequency((9, Gen.Const(12)), (1, Gen.Int[0, 200]));

    // From the tests of Kafka's Java client, made positive as its partitioner makes them. So many partitions leave the hash as it is.
    [Theory]
    [InlineData("21", -973932308)]
    [InlineData("foobar", -790332482)]
    [InlineData("a-little-bit-long-string", -985981536)]
    [InlineData("a-little-bit-longer-string", -1486304829)]
    [InlineData("lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971)]
    [InlineData("abc", 479470107)]
    public void A_key_has_the_hash_that_Kafka_gives_it(string key, int hash) =>
        Assert.Equal(hash & int.MaxValue, Murmur2.Partition(Encoding.ASCII.GetBytes(key), int.MaxValue));

    [Fact]
    public void A_key_that_is_placed_belongs_to_the_partition_and_stays_a_UUID_that_differs_in_two_digits_at_most() =>
        Gen.Select(Gen.Guid, Gen.Int[1, 2000], Gen.UInt).Sample((uuid, partitions, any) =>
        {
            var text = uuid.ToString("D");
            var partition = (int)(any % (uint)partitions);
            var key = Encoding.ASCII.GetBytes(text);
            var placed = RandomKeyPlacement.TryPlace(key, partition, partitions);
            var possible = Enumerable.Range(0, 256).Select(
                last => text[..^2] + last.ToString("x2", System.Globalization.CultureInfo.InvariantCulture))
                .Where(candidate => Murmur2.Partition(Encoding.ASCII.GetBytes(candidate), partitions) == partition).ToHashSet();
            return placed ? possible.Contains(Encoding.ASCII.GetString(key)) : possible.Count == 0 && Encoding.ASCII.GetString(key) == text;
        });

    [Fact]
    public void A_run_says_only_partitions_that_the_keys_belong_to_and_has_the_partitioner_asked_at_its_start() =>
        Gen.Select(Gen.Int[1, 20_000], Gen.Select(Gen.Guid, Gen.Int[1, 5000], PartitionCount).Array[1, 300]).Sample(
            (bytesPerRun, records) =>
            {
                var run = new PartitionRun(bytesPerRun);
                var left = 0L;
                var known = 0;
                int? ofRun = null;
                foreach (var (uuid, bytes, partitions) in records)
                {
                    var text = uuid.ToString("D");
                    var key = Encoding.ASCII.GetBytes(text);
                    var said = run.Place(key, bytes, partitions);
                    if (partitions is 0 or > RandomKeyPlacement.MaxPartitions)
                    {
                        if (said is not null || Encoding.ASCII.GetString(key) != text)
                        {
                            return false;
                        }

                        continue;
                    }

                    var belongsTo = Murmur2.Partition(key, partitions);
                    left -= bytes;
                    if (left <= 0 || known != partitions)
                    {
                        (left, known, ofRun) = (bytesPerRun, partitions, belongsTo);
                        if (said is not null || Encoding.ASCII.GetString(key) != text)
                        {
                            return false;
                        }
                    }
                    else if (said is not null && (said != belongsTo || said != ofRun))
                    {
                        return false;
                    }
                    else if (said is null && (partitions <= 12 || Encoding.ASCII.GetString(key) != text))
                    {
                        // Of 256 keys none belongs to one of 12 partitions once in billions of times.
                        return false;
                    }
                }

                return true;
            });
}
