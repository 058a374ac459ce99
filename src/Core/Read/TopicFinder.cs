using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Text;
using AirbyteKafka.Topics;
using Confluent.Kafka;

namespace AirbyteKafka.Read;

/// <summary>Finds the partitions of the topics that are asked for, without making a topic by asking.</summary>
/// <param name="client">Asks the brokers.</param>
/// <param name="request">What is asked for.</param>
/// <param name="sink">Is told which topics are not there.</param>
internal sealed class TopicFinder(ReadClient client, ReadRequest request, IRecordSink sink)
{
    // Kafka's own topics begin like this, and few others: whether one is Kafka's own, the broker says.
    private const string PerhapsInternal = "__";

    /// <summary>Finds the partitions.</summary>
    internal IReadOnlyList<TopicPartition> Find() => [.. FindNames().Select(FindTopic).OfType<TopicMetadata>().SelectMany(PartitionsOf)];

    private List<string> FindNames()
    {
        var names = new List<string>();
        IReadOnlyList<string>? all = null;
        foreach (var wish in request.Topics)
        {
            if (wish.Matches is { } matches)
            {
                var found = FindMatches(all ??= ListTopics(wish.Text), matches);
                sink.Tell(new ReadNotice(LogLevel.Info, found.Count == 0
                    ? $"No topic matches '{Printable.Of(wish.Text)}'."
                    : $"'{Printable.Of(wish.Text)}' matches {Printable.List(found)}."));
                names.AddRange(found);
            }
            else if (TopicName.FindFault(wish.Text) is { } fault)
            {
                Refuse(wish.Text, new AirbyteKafkaException(ErrorKind.TopicNameInvalid,
                    $"The topic name '{Printable.Of(wish.Text)}' {fault}. Give the topic's name as Kafka has it."));
            }
            else
            {
                names.Add(wish.Text);
            }
        }

        return [.. names.Distinct(StringComparer.Ordinal)];
    }

    private IReadOnlyList<string> ListTopics(string pattern) => client.Ask<IReadOnlyList<string>>(pattern, (admin, limit) => Task.Run(
        IReadOnlyList<string>? () => [.. admin.GetMetadata(limit).Topics
            .Where(topic => !topic.Error.IsError)
            .Select(topic => topic.Topic)
            .Order(StringComparer.Ordinal)]));

    private List<string> FindMatches(IReadOnlyList<string> all, Func<string, bool> matches)
    {
        List<string> found = [.. all.Where(matches)];
        string[] doubtful = [.. found.Where(name => name.StartsWith(PerhapsInternal, StringComparison.Ordinal))];
        if (doubtful.Length > 0)
        {
            var open = client.Describe(doubtful).Where(topic => !topic.Error.IsError && !topic.IsInternal).Select(topic => topic.Name);
            found.RemoveAll(doubtful.Except(open).Contains);
        }

        return found;
    }

    // A topic whose leader is being elected, as always when it is new, is asked for again.
    private TopicMetadata? FindTopic(string name)
    {
        try
        {
            return client.Ask(name, (admin, limit) => Task.Run(() =>
            {
                var topic = admin.GetMetadata(name, limit).Topics.Find(answer => answer.Topic == name);
                var error = topic?.Error.IsError == true ? topic.Error : topic?.Partitions.Find(part => part.Error.IsError)?.Error;
                if (error is not null)
                {
                    client.ThrowIfFinal(error, name);
                }

                return error is null ? topic : null;
            }));
        }
        catch (AirbyteKafkaException failure) when (failure.Kind == ErrorKind.TopicMissing || failure.Kind == ErrorKind.AuthorizationFailed)
        {
            Refuse(name, failure);
            return null;
        }
    }

    private IEnumerable<TopicPartition> PartitionsOf(TopicMetadata topic)
    {
        var there = topic.Partitions.Select(partition => partition.PartitionId).ToHashSet();
        foreach (var missing in request.Partitions?.Where(asked => !there.Contains(asked)) ?? [])
        {
            Refuse(topic.Topic, new AirbyteKafkaException(ErrorKind.PartitionMissing,
                $"Topic '{topic.Topic}' has no partition {missing}: it has {there.Count}, from 0 to {there.Max()}."));
        }

        return there.Where(partition => request.Partitions?.Contains(partition) != false)
            .Select(partition => new TopicPartition(topic.Topic, partition));
    }

    private void Refuse(string topic, AirbyteKafkaException failure) =>
        sink.Tell(new ReadNotice(LogLevel.Error, failure.Message, topic, failure));
}
