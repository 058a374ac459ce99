using AirbyteKafka.Bench.EndToEnd.Inputs;
using AirbyteKafka.Bench.EndToEnd.Processes;

namespace AirbyteKafka.Bench.EndToEnd.Contenders;

/// <summary>bench/Peers: the same write on Confluent.Kafka.</summary>
/// <param name="lean">Whether delivery reports come without the record's fields, which costs Confluent.Kafka less.</param>
internal sealed class ConfluentContender(bool lean) : IContender
{
    /// <inheritdoc/>
    public string? Missing => null;

    /// <inheritdoc/>
    public IReadOnlyList<string> Topics(InputFile input, string prefix) => StreamTopics.Of(input, prefix);

    /// <inheritdoc/>
    public Invocation Invoke(WriteJob job)
    {
        var topics = Path.Combine(job.Folder, "topics.tsv");
        File.WriteAllLines(topics, job.Input.Streams.Zip(
            job.Input.Streams.SelectMany(stream => StreamTopics.Of(job.Input with { Streams = [stream] }, job.Prefix)),
            (stream, topic) => $"{stream.Namespace}\t{stream.Name}\t{topic}"));
        return new Invocation(
            Build.Peers,
            [
                topics,
                $"bootstrap.servers={job.BootstrapServers}",
                "partitioner=murmur2_random",
                $"dotnet.producer.delivery.report.fields={(lean ? "none" : "all")}",
                .. job.Settings.ToProperties(),
            ],
            job.Input.FilePath);
    }

    /// <inheritdoc/>
    public long ExpectedRecords(InputFile input) => input.Records;

    /// <inheritdoc/>
    public long ExpectedStates(InputFile input) => input.States;
}
