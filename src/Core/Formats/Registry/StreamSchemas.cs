using AirbyteKafka.Errors;
using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>
/// The registered schemas of a write's streams, fetched ahead and several at a time. A stream that is asked for waits only for its own.
/// </summary>
/// <typeparam name="TSchema">What records are written by.</typeparam>
internal sealed class StreamSchemas<TSchema> : IDisposable
{
    private const int AtOnce = 32;

    private readonly RegistryClient _client;
    private readonly RegistrySettings _settings;
    private readonly Action<string> _warn;
    private readonly CancellationTokenSource _end = new();
    private readonly Lazy<Task<StreamSchema<TSchema>>>[] _schemas;

    /// <summary>Makes it; nothing is asked yet.</summary>
    /// <param name="client">The registry.</param>
    /// <param name="settings">How subjects are named, and what may be done to them.</param>
    /// <param name="streams">For each stream its topic and its schema.</param>
    /// <param name="warn">Is told what a person should know; by any thread.</param>
    /// <exception cref="AirbyteKafkaException">Two streams share a subject, which holds the schemas of one record.</exception>
    internal StreamSchemas(
        RegistryClient client,
        RegistrySettings settings,
        IReadOnlyCollection<(string Topic, ISchemaCandidate<TSchema> Candidate)> streams,
        Action<string> warn)
    {
        (_client, _settings, _warn) = (client, settings, warn);
        ThrowIfShared(streams);
        _schemas =
        [
            .. streams.Select(stream => new Lazy<Task<StreamSchema<TSchema>>>(
                () => Task.Run(() => ResolveAsync(stream.Topic, stream.Candidate, _end.Token)))),
        ];
    }

    /// <summary>Fetches all of them, a few at a time, in their order.</summary>
    /// <returns>Ends when all are there, or with the first that cannot be fetched.</returns>
    internal Task FetchAll() => Parallel.ForEachAsync(
        _schemas,
        new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = _end.Token },
        async (schema, _) => await schema.Value.ConfigureAwait(false));

    /// <summary>A stream's schema. It is asked for at once, whatever else is on its way.</summary>
    /// <param name="stream">The stream's place.</param>
    /// <param name="cancellation">Ends the wait.</param>
    internal Task<StreamSchema<TSchema>> GetAsync(int stream, CancellationToken cancellation) =>
        _schemas[stream].Value.WaitAsync(cancellation);

    /// <summary>Gives up what is still on its way.</summary>
    public void Dispose() => _end.Cancel();

    private string SubjectOf(string topic, ISchemaCandidate<TSchema> candidate) =>
        SubjectName.Of(_settings.SubjectStrategy, topic, candidate.RecordName);

    private void ThrowIfShared(IEnumerable<(string Topic, ISchemaCandidate<TSchema> Candidate)> streams)
    {
        var shared = streams.GroupBy(stream => SubjectOf(stream.Topic, stream.Candidate), StringComparer.Ordinal)
            .FirstOrDefault(subject => subject.Skip(1).Any());
        if (shared is not null)
        {
            var names = shared.Select(stream => stream.Candidate.RecordName).ToList();
            throw new AirbyteKafkaException(
                ErrorKind.ConfigInvalid,
                $"The streams {Printable.Quoted(names)} share subject '{Printable.Of(shared.Key)}' in the schema registry, and a subject "
                    + "holds the schemas of one stream. Set subject_name_strategy to TopicRecordNameStrategy, or give each stream a "
                    + "topic of its own.");
        }
    }

    private async Task<StreamSchema<TSchema>> ResolveAsync(
        string topic, ISchemaCandidate<TSchema> candidate, CancellationToken cancellation)
    {
        var subject = SubjectOf(topic, candidate);
        var latest = await _client.FindLatestAsync(subject, cancellation).ConfigureAwait(false);
        if (latest is not null && latest.Type != candidate.Type)
        {
            throw _client.Errors.ForOtherFormat(subject, latest.Type, candidate.Type);
        }

        if (_settings.Compatibility is { } level && await _client.SetCompatibilityAsync(subject, level, cancellation).ConfigureAwait(false))
        {
            _warn($"The compatibility of subject '{Printable.Of(subject)}' in the schema registry was changed to {level}, as "
                + "schema_compatibility says.");
        }

        if (latest is not null && candidate.TryAdopt(latest.Text, out var registered))
        {
            return new(latest.Id, subject, registered);
        }

        var id = _settings.RegistersSchemas
            ? await _client.RegisterAsync(subject, candidate.Type, candidate.Text, cancellation).ConfigureAwait(false)
            : await _client.FindAsync(subject, candidate.Type, candidate.Text, cancellation).ConfigureAwait(false);
        return new(id, subject, candidate.Schema);
    }
}

/// <summary>A registered schema of a stream.</summary>
/// <typeparam name="TSchema">What records are written by.</typeparam>
/// <param name="Id">Its id in the registry.</param>
/// <param name="Subject">The subject that it is registered under.</param>
/// <param name="Schema">What records are written by.</param>
internal sealed record StreamSchema<TSchema>(int Id, string Subject, TSchema Schema);
