using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Failures;
using AirbyteKafka.Kafka.Native;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka;

/// <summary>
/// Opens every client of Kafka that there is: a producer of the native binding for write and check, clients of Confluent's library for
/// administration and reading. It loads the native library, completes the properties with the system's authorities, and sees to logins,
/// tokens, log lines and refusals.
/// </summary>
internal static class KafkaClient
{
    /// <summary>
    /// Opens a producer. It connects in the background: what goes wrong there comes as events (<see cref="ClientEvents"/>).
    /// </summary>
    /// <param name="settings">What it is for, and how it connects.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: librdkafka does not take the properties; <see cref="ErrorKind.NativeLibraryMissing"/>.
    /// </exception>
    internal static NativeProducer OpenProducer(ClientSettings settings)
    {
        NativeLibraryLoader.EnsureLoaded();
        var (properties, login) = Prepare(settings);
        var producer = NativeProducer.TryCreate(properties, settings.Tokens, out var refusal) ?? throw Refused(settings, refusal);
        if (login?.Apply(producer.Handle) is { } refusedLogin)
        {
            producer.Dispose();
            throw Refused(settings, refusedLogin);
        }

        return producer;
    }

    /// <summary>
    /// Opens a client for administration, which connects with its first question. What it logs, the client that logged in before has said.
    /// </summary>
    /// <param name="settings">What it is for, and how it connects.</param>
    /// <param name="onError">Takes errors that are no answer to a question; <see langword="null"/> for nobody.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: librdkafka does not take the properties; <see cref="ErrorKind.NativeLibraryMissing"/>.
    /// </exception>
    internal static IAdminClient OpenAdmin(ClientSettings settings, Action<Error>? onError = null)
    {
        var (properties, login) = Prepare(settings);
        var builder = new AdminClientBuilder(properties)
            .SetLogHandler(static (_, _) => { })
            .SetErrorHandler((_, error) => onError?.Invoke(error));
        if (settings.Tokens is { } tokens)
        {
            builder.SetOAuthBearerTokenRefreshHandler((client, _) => TokenRefresh.Answer(client, tokens));
        }

        return Build(settings, builder.Build, login);
    }

    /// <summary>Opens a consumer.</summary>
    /// <param name="settings">What it is for, and how it connects.</param>
    /// <param name="log">Passes on what the client logs; <see langword="null"/> for nobody.</param>
    /// <param name="onError">Takes errors that are no answer to a request.</param>
    /// <param name="group">Is told which partitions the consumer's group deals to it; <see langword="null"/> where it joins none.</param>
    /// <exception cref="AirbyteKafkaException">
    /// <see cref="ErrorKind.ConfigInvalid"/>: librdkafka does not take the properties; <see cref="ErrorKind.NativeLibraryMissing"/>.
    /// </exception>
    internal static IConsumer<byte[]?, byte[]?> OpenConsumer(
        ClientSettings settings, ClientLog? log, Action<Error> onError, IGroupListener? group = null)
    {
        var (properties, login) = Prepare(settings);
        var builder = new ConsumerBuilder<byte[]?, byte[]?>(properties)
            .SetErrorHandler((_, error) => onError(error))
            .SetLogHandler((_, line) => log?.Line((int)line.Level, line.Facility, line.Message));
        if (settings.Tokens is { } tokens)
        {
            builder.SetOAuthBearerTokenRefreshHandler((client, _) => TokenRefresh.Answer(client, tokens));
        }

        if (group is not null)
        {
            builder.SetPartitionsAssignedHandler((_, partitions) => group.OnAssigned(partitions))
                .SetPartitionsRevokedHandler((_, offsets) => group.OnRevoked(PartitionsOf(offsets), isLate: false))
                .SetPartitionsLostHandler((_, offsets) => group.OnRevoked(PartitionsOf(offsets), isLate: true));
        }

        return Build(settings, builder.Build, login);
    }

    private static TopicPartition[] PartitionsOf(IEnumerable<TopicPartitionOffset> offsets) =>
        [.. offsets.Select(offset => offset.TopicPartition)];

    private static T Build<T>(ClientSettings settings, Func<T> build, LateLogin? login)
        where T : class, IClient
    {
        NativeLibraryLoader.EnsureLoaded();
        try
        {
            var client = build();
            login?.Apply(client);
            return client;
        }
        catch (Exception refused) when (refused is InvalidOperationException or ArgumentException)
        {
            throw Refused(settings, refused.Message);
        }
    }

    private static (IReadOnlyDictionary<string, string> Properties, LateLogin? Login) Prepare(ClientSettings settings) =>
        LateLogin.Split(SystemAuthorities.Complete(settings.Properties));

    private static AirbyteKafkaException Refused(ClientSettings settings, string? reason) =>
        ConfigRefusal.Explain(reason is null ? null : settings.Redact(reason));
}
