using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>Asks a schema registry: what a write and a check need of Confluent's REST interface. For any thread.</summary>
/// <remarks>
/// What may succeed later is tried in three rounds over all addresses, with pauses that grow or are those that the registry asks for. All
/// of it takes no longer than the limit.
/// </remarks>
internal sealed class RegistryClient : IDisposable
{
    private const int Rounds = 3;
    private const string MediaType = "application/vnd.schemaregistry.v1+json";

    // The types of schemas, as the registry names them.
    private const string Avro = "AVRO";

    private static readonly TimeSpan LongestAttempt = TimeSpan.FromSeconds(20);

    private readonly RegistrySettings _settings;
    private readonly RegistryTransport _transport;
    private readonly RegistryToken? _token;
    private readonly RegistryErrors _errors;
    private readonly TimeSpan _limit;
    private int _preferred;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    /// <param name="settings">The registry.</param>
    /// <param name="secrets">What no sentence may show.</param>
    /// <param name="limit">How long a question may take, attempts and pauses included.</param>
    /// <exception cref="AirbyteKafkaException">A client certificate that cannot be used.</exception>
    internal RegistryClient(RegistrySettings settings, SecretRedactor secrets, TimeSpan limit)
    {
        _settings = settings;
        _limit = limit;
        _errors = new RegistryErrors(settings, secrets);
        _transport = new RegistryTransport(settings.Tls);
        _token = settings.OAuth is { } oauth ? new RegistryToken(oauth, _transport) : null;
    }

    /// <summary>The pause after the first round.</summary>
    internal TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The words for what it meets.</summary>
    internal RegistryErrors Errors => _errors;

    /// <summary>The newest schema of a subject; <see langword="null"/> where the subject does not exist.</summary>
    internal async Task<RegisteredSchema?> FindLatestAsync(string subject, CancellationToken cancellation)
    {
        var call = new RegistryCall(HttpMethod.Get, $"/subjects/{Escape(subject)}/versions/latest", subject, "Subject READ");
        var answer = await AskAsync(call, cancellation).ConfigureAwait(false);
        if (answer.ErrorCode is 40401 or 40402)
        {
            return null;
        }

        var json = Success(call, answer);
        return JsonElements.FindText(json, "schema") is { } schema && TryId(json, out var id)
            ? new RegisteredSchema(id, JsonElements.FindText(json, "schemaType") ?? Avro, schema)
            : throw _errors.ForOther(call, answer);
    }

    /// <summary>Registers a schema.</summary>
    /// <returns>Its id: that of an equal one where there is one.</returns>
    internal Task<int> RegisterAsync(string subject, string type, string schema, CancellationToken cancellation) => AskForIdAsync(
        new RegistryCall(
            HttpMethod.Post, $"/subjects/{Escape(subject)}/versions?normalize=true", subject, "Subject WRITE", Body(type, schema)),
        cancellation);

    /// <summary>Finds a schema among all versions of a subject.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="AirbyteKafkaException"><see cref="ErrorKind.SchemaMissing"/>, among others.</exception>
    internal Task<int> FindAsync(string subject, string type, string schema, CancellationToken cancellation) => AskForIdAsync(
        new RegistryCall(HttpMethod.Post, $"/subjects/{Escape(subject)}?normalize=true", subject, "Subject READ", Body(type, schema)),
        cancellation);

    /// <summary>Gives a subject a level of compatibility, where it has another.</summary>
    /// <returns>Whether it had another.</returns>
    internal async Task<bool> SetCompatibilityAsync(string subject, string level, CancellationToken cancellation)
    {
        var path = "/config/" + Escape(subject);
        var ask = new RegistryCall(HttpMethod.Get, path + "?defaultToGlobal=true", subject, "Subject READ");
        var answer = await AskAsync(ask, cancellation).ConfigureAwait(false);
        if (answer.ErrorCode is not (40401 or 40408) && JsonElements.FindText(Success(ask, answer), "compatibilityLevel") == level)
        {
            return false;
        }

        var put = new RegistryCall(
            HttpMethod.Put, path, subject, "Subject ALTER_CONFIG", JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string>
            {
                ["compatibility"] = level,
            }));
        Success(put, await AskAsync(put, cancellation).ConfigureAwait(false));
        return true;
    }

    /// <summary>Asks for something that every registry has, to see whether it is one and takes the login.</summary>
    internal async Task CheckAsync(CancellationToken cancellation)
    {
        var call = new RegistryCall(HttpMethod.Get, "/config", Subject: null, "Global READ");
        Success(call, await AskAsync(call, cancellation).ConfigureAwait(false));
    }

    public void Dispose()
    {
        _token?.Dispose();
        _transport.Dispose();
    }

    private static string Escape(string subject) => Uri.EscapeDataString(subject);

    private static byte[] Body(string type, string schema)
    {
        var body = new Dictionary<string, string> { ["schema"] = schema };
        if (type != Avro)
        {
            body["schemaType"] = type;
        }

        return JsonSerializer.SerializeToUtf8Bytes(body);
    }

    private static bool TryId(JsonElement json, out int id)
    {
        id = 0;
        return JsonElements.Find(json, "id") is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out id) && id > 0;
    }

    private async Task<int> AskForIdAsync(RegistryCall call, CancellationToken cancellation)
    {
        var answer = await AskAsync(call, cancellation).ConfigureAwait(false);
        return TryId(Success(call, answer), out var id) ? id : throw _errors.ForOther(call, answer);
    }

    private JsonElement Success(RegistryCall call, RegistryAnswer answer) =>
        !answer.IsSuccess ? throw _errors.ForAnswer(call, answer) : answer.Read() ?? throw _errors.ForOther(call, answer);

    private async Task<RegistryAnswer> AskAsync(RegistryCall call, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(_limit);
        var perAttempt = TimeSpan.FromTicks(Math.Min(LongestAttempt.Ticks, _limit.Ticks / (Rounds * _settings.Addresses.Count)));
        var pause = FirstPause;
        var first = Volatile.Read(ref _preferred);
        for (var attempt = 0; ; attempt++)
        {
            var which = (first + attempt) % _settings.Addresses.Count;
            var (answer, failure, after) = await TryAsync(call, _settings.Addresses[which], perAttempt, cancellation, limit.Token)
                .ConfigureAwait(false);
            if (answer is not null)
            {
                Volatile.Write(ref _preferred, which);
                return answer;
            }

            var isLast = attempt + 1 == Rounds * _settings.Addresses.Count;
            var isRoundsEnd = (attempt + 1) % _settings.Addresses.Count == 0;
            if (isLast || !await PauseAsync(isRoundsEnd ? after ?? pause : TimeSpan.Zero, cancellation, limit.Token).ConfigureAwait(false))
            {
                throw failure!;
            }

            pause = isRoundsEnd ? pause * 2 : pause;
        }
    }

    private static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken cancellation, CancellationToken limit)
    {
        try
        {
            await Task.Delay(pause > TimeSpan.Zero ? pause : TimeSpan.Zero, limit).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    // An answer that is final; else why there is none, and how long the registry asks to wait.
    private async Task<(RegistryAnswer? Answer, AirbyteKafkaException? Failure, TimeSpan? After)> TryAsync(
        RegistryCall call, Uri address, TimeSpan perAttempt, CancellationToken cancellation, CancellationToken limit)
    {
        using var attempt = CancellationTokenSource.CreateLinkedTokenSource(limit);
        attempt.CancelAfter(perAttempt);
        try
        {
            var answer = await SendAsync(call, address, attempt.Token).ConfigureAwait(false);
            if (!answer.IsTransient)
            {
                return (answer, null, null);
            }

            var busy = $"cannot answer just now (HTTP {answer.Status}; {answer.Words})";
            return (null, _errors.ForUnreachable(call, address, busy, null), answer.RetryAfter);
        }
        catch (OperationCanceledException slow) when (!cancellation.IsCancellationRequested)
        {
            var seconds = perAttempt.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            return (null, _errors.ForUnreachable(call, address, $"did not answer within {seconds} s", slow), null);
        }
        catch (HttpRequestException fault) when (fault.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
        {
            return (new RegistryAnswer(address, (int)HttpStatusCode.ProxyAuthenticationRequired, null, [], null), null, null);
        }
        catch (HttpRequestException fault) when (RegistryTransport.IsTlsFault(fault))
        {
            throw _errors.ForTls(address, fault);
        }
        catch (HttpRequestException fault)
        {
            var reason = $"cannot be reached: {Printable.Of(RegistryTransport.Reason(fault))}";
            return (null, _errors.ForUnreachable(call, address, reason, fault), null);
        }
    }

    private async Task<RegistryAnswer> SendAsync(RegistryCall call, Uri address, CancellationToken cancellation)
    {
        var token = _token is null ? null : await _token.GetAsync(refused: null, cancellation).ConfigureAwait(false);
        var answer = await SendAsync(call, address, token, cancellation).ConfigureAwait(false);
        if (answer.Status == (int)HttpStatusCode.Unauthorized && _token is not null)
        {
            token = await _token.GetAsync(refused: token, cancellation).ConfigureAwait(false);
            answer = await SendAsync(call, address, token, cancellation).ConfigureAwait(false);
        }

        return answer;
    }

    private async Task<RegistryAnswer> SendAsync(RegistryCall call, Uri address, string? token, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(address.AbsoluteUri.TrimEnd('/') + call.Path));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(MediaType));
        if (call.Body is not null)
        {
            request.Content = new ByteArrayContent(call.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaType);
        }

        if (token is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            AddHeader(request, "target-sr-cluster", _settings.OAuth!.LogicalCluster);
            AddHeader(request, "Confluent-Identity-Pool-Id", _settings.OAuth!.IdentityPoolId);
        }
        else if (_settings.Username is { } user)
        {
            request.Headers.Authorization = RegistryTransport.Basic(user, _settings.Password ?? "");
        }

        return await _transport.SendAsync(request, address, cancellation).ConfigureAwait(false);
    }

    private static void AddHeader(HttpRequestMessage request, string name, string? value)
    {
        if (value is not null)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}

/// <summary>A schema of a registry.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Type"><c>AVRO</c>, <c>JSON</c>, <c>PROTOBUF</c>.</param>
/// <param name="Text">The schema.</param>
internal sealed record RegisteredSchema(int Id, string Type, string Text);
