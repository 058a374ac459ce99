using System.Diagnostics;
using AirbyteKafka.Airbyte.Output;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka;
using AirbyteKafka.Kafka.Failures;
using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace AirbyteKafka.Read;

/// <summary>The client that a reading has, for its one thread: asks questions, takes records, and meets what goes wrong.</summary>
internal sealed class ReadClient : IDisposable
{
    // How soon the reading notices that nobody waits for it any more.
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan AnswerTurn = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan LookTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan _answerTimeout;
    private readonly CancellationToken _leave;
    private readonly ReadErrors _errors;
    private readonly IAdminClient _admin;
    private readonly bool _isInGroup;
    private Task<IReadOnlyList<TopicDescription>>? _look;

    internal ReadClient(ClusterConnection connection, ReadRequest request, Action<LogLevel, string> log, bool debug, IGroupListener? group,
        CancellationToken leave)
    {
        _answerTimeout = request.AnswerTimeout;
        _leave = leave;
        _isInGroup = request.Group is not null;
        _errors = new ReadErrors(connection.BootstrapServers, connection.Redact, request.AnswerTimeout, request.Group);
        var settings = ClientSettings.ForRead(connection).WithDebug(debug);
        settings = request.Group is { } name ? settings.InGroup(name) : settings;
        Consumer = KafkaClient.OpenConsumer(settings, settings.MakeLog(log), _errors.Note, group);
        _admin = new DependentAdminClientBuilder(Consumer.Handle).Build();
    }

    /// <summary>The consumer.</summary>
    internal IConsumer<byte[]?, byte[]?> Consumer { get; }

    /// <summary>Takes a topic that can no longer be read.</summary>
    internal Action<string, AirbyteKafkaException>? OnTopicLost { get; set; }

    /// <summary>Asks the brokers until they answer, as long as they may take for it.</summary>
    /// <param name="topic">What it is about, for errors.</param>
    /// <param name="ask">Asks; is given the time that is left. <see langword="null"/> is no answer yet.</param>
    /// <param name="isReading">Whether partitions are assigned: their records are then left where they are.</param>
    internal T Ask<T>(string topic, Func<IAdminClient, TimeSpan, Task<T?>> ask, bool isReading = false)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            _leave.ThrowIfCancellationRequested();
            var left = _answerTimeout - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                throw _errors.NoAnswer(topic);
            }

            if (TryAsk(topic, ask(_admin, left), started, isReading) is { } answer)
            {
                return answer;
            }

            Wait(RetryPause, isReading);
        }
    }

    /// <summary>Takes the next record or end of a partition.</summary>
    /// <returns><see langword="null"/> where none came for a moment.</returns>
    /// <exception cref="AirbyteKafkaException">An error that does not go away.</exception>
    internal ConsumeResult<byte[]?, byte[]?>? Take() => Take(Turn);

    /// <summary>Takes the next record or end of a partition that is there already.</summary>
    internal ConsumeResult<byte[]?, byte[]?>? TakeReady() => Take(TimeSpan.Zero);

    /// <summary>Takes what comes within a few milliseconds.</summary>
    internal ConsumeResult<byte[]?, byte[]?>? TakeBriefly() => Take(AnswerTurn);

    /// <summary>Asks about topics, without trying hard.</summary>
    /// <returns>The answers, each with an error of its own; none where the brokers do not say.</returns>
    internal IReadOnlyList<TopicDescription> Describe(IEnumerable<string> topics)
    {
        var answer = DescribeAsync(topics);
        return Task.WaitAny([answer], (int)LookTimeout.TotalMilliseconds, _leave) == 0 ? answer.Result : [];
    }

    /// <summary>
    /// Looks, where partitions have been silent, whether their topics are still there: the client waits for a topic that was deleted as for
    /// a broker that is down. To be called until it has looked.
    /// </summary>
    /// <returns>Whether it has.</returns>
    internal bool LookForLost(IEnumerable<string> topics)
    {
        _look ??= DescribeAsync(topics.Distinct(StringComparer.Ordinal));
        if (!_look.IsCompleted)
        {
            return false;
        }

        var answers = _look.Result;
        _look = null;
        foreach (var topic in answers.Where(topic => topic.Error.Code == ErrorCode.UnknownTopicOrPart))
        {
            Meet(topic.Error, topic.Name);
        }

        return true;
    }

    /// <summary>Ends the reading where an error cannot be helped.</summary>
    internal void ThrowIfFinal(Error error, string topic) => _errors.ThrowIfFinal(error, topic);

    /// <summary>Says that the brokers have not answered.</summary>
    internal AirbyteKafkaException NoAnswer(string topic) => _errors.NoAnswer(topic);

    public void Dispose()
    {
        _admin.Dispose();
        if (_isInGroup)
        {
            // Or the group would take this member for alive until its session ends.
            Consumer.Close();
        }

        Consumer.Dispose();
    }

    private async Task<IReadOnlyList<TopicDescription>> DescribeAsync(IEnumerable<string> topics)
    {
        try
        {
            var result = await _admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(topics), new() { RequestTimeout = LookTimeout })
                .ConfigureAwait(false);
            return result.TopicDescriptions;
        }
        catch (DescribeTopicsException partly)
        {
            return partly.Results.TopicDescriptions;
        }
        catch (KafkaException)
        {
            return [];
        }
    }

    private T? TryAsk<T>(string topic, Task<T?> answer, long started, bool isReading)
        where T : class
    {
        while (!answer.IsCompleted)
        {
            if (_leave.IsCancellationRequested || Stopwatch.GetElapsedTime(started) >= _answerTimeout)
            {
                // Nobody waits for it any more; its failure is no news.
                _ = answer.ContinueWith(static ended => _ = ended.Exception, CancellationToken.None,
                    TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                _leave.ThrowIfCancellationRequested();
                throw _errors.NoAnswer(topic);
            }

            Wait(AnswerTurn, isReading);
        }

        try
        {
            return answer.GetAwaiter().GetResult();
        }
        catch (KafkaException failure)
        {
            _errors.ThrowIfFinal(failure.Error, topic);
            return null;
        }
    }

    // Before anything is assigned no record can come, and the client says what it found wrong when it is asked for one.
    private void Wait(TimeSpan time, bool isReading)
    {
        if (isReading)
        {
            _ = _leave.WaitHandle.WaitOne(time);
        }
        else
        {
            _ = Take(time);
        }
    }

    private ConsumeResult<byte[]?, byte[]?>? Take(TimeSpan wait)
    {
        _leave.ThrowIfCancellationRequested();
        try
        {
            var result = Consumer.Consume(wait);
            if (result is null)
            {
                _errors.ThrowIfNoted();
            }

            return result;
        }
        catch (ConsumeException failure)
        {
            Meet(failure.Error, failure.ConsumerRecord?.Topic);
            return null;
        }
    }

    private void Meet(Error error, string? topic)
    {
        try
        {
            _errors.ThrowIfFinal(error, topic);
        }
        catch (AirbyteKafkaException failure) when (topic is { Length: > 0 } && OnTopicLost is { } lost)
        {
            // The other topics are still there.
            lost(topic, failure);
        }
    }
}
