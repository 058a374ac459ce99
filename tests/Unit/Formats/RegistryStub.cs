using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using AirbyteKafka.Tests.Connection;

namespace AirbyteKafka.Tests.Formats;

/// <summary>A request as it came.</summary>
/// <param name="Method">The method.</param>
/// <param name="Path">Path and query, as they came.</param>
/// <param name="Headers">The headers, a line each.</param>
/// <param name="Body">The body.</param>
internal sealed record StubRequest(string Method, string Path, string Headers, string Body);

/// <summary>An answer.</summary>
/// <param name="Status">Status and reason.</param>
/// <param name="Body">The body.</param>
/// <param name="Headers">More headers, each with its line end.</param>
internal sealed record StubAnswer(string Status, string Body, string Headers = "Content-Type: application/vnd.schemaregistry.v1+json\r\n")
{
    /// <summary>Whether the connection ends in the middle of the body.</summary>
    internal bool IsCut { get; init; }

    internal static StubAnswer Json(int status, int code, string message) => new(
        string.Create(CultureInfo.InvariantCulture, $"{status} Status"),
        new JsonObject { ["error_code"] = code, ["message"] = message }.ToJsonString());
}

/// <summary>A schema registry that keeps schemas by subject, and that a test can let answer otherwise.</summary>
internal sealed class RegistryStub : IAsyncDisposable
{
    private readonly TcpStub _stub;
    private readonly Func<StubRequest, StubAnswer?> _answer;
    private readonly TimeSpan _delay;
    private readonly X509Certificate2? _certificate;
    private readonly List<(string Subject, string Type, string Schema)> _schemas = [];

    /// <summary>Starts it.</summary>
    /// <param name="answer">What it answers in place of a registry; <see langword="null"/> for what a registry answers.</param>
    /// <param name="delay">How long it takes.</param>
    /// <param name="certificate">The certificate by which it speaks TLS, with its key, as PEM.</param>
    /// <param name="clientAuthority">Whether it asks for a client certificate.</param>
    internal RegistryStub(
        Func<StubRequest, StubAnswer?>? answer = null, TimeSpan delay = default, string? certificate = null, bool clientAuthority = false)
    {
        _answer = answer ?? (_ => null);
        _delay = delay;
        _certificate = certificate is null ? null : X509Certificate2.CreateFromPem(certificate, certificate);
        _stub = new TcpStub(async (connection, stop) =>
        {
            if (_certificate is null)
            {
                await ServeAsync(connection, stop);
                return;
            }

            await using var secure = new SslStream(connection);
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions
                {
                    ServerCertificate = _certificate,
                    ClientCertificateRequired = clientAuthority,
                    RemoteCertificateValidationCallback = (_, client, _, _) => !clientAuthority || client is not null,
                },
                stop);
            ClientCertificate = secure.RemoteCertificate?.Subject;
            await ServeAsync(secure, stop);
        });
    }

    /// <summary>Where it is.</summary>
    internal Uri Address => new($"{(_certificate is null ? "http" : "https")}://{_stub.Address}");

    /// <summary>What came, in order.</summary>
    internal ConcurrentQueue<StubRequest> Requests { get; } = new();

    /// <summary>The subject of the client's certificate.</summary>
    internal string? ClientCertificate { get; private set; }

    /// <summary>What came, as method and path.</summary>
    internal string Calls => string.Join(", ", Requests.Select(request => $"{request.Method} {request.Path}"));

    public async ValueTask DisposeAsync()
    {
        await _stub.DisposeAsync();
        _certificate?.Dispose();
    }

    private async Task ServeAsync(Stream connection, CancellationToken stop)
    {
        while (await ReadAsync(connection, stop) is { } request)
        {
            Requests.Enqueue(request);
            var answer = _answer(request) ?? AsRegistry(request);
            if (_delay > TimeSpan.Zero)
            {
                await Task.Delay(_delay, stop);
            }

            var body = Encoding.UTF8.GetBytes(answer.Body);
            var head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {answer.Status}\r\n{answer.Headers}Content-Length: {body.Length}\r\n\r\n");
            var sent = answer.IsCut ? body.Length / 2 : body.Length;
            await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body.AsSpan(0, sent)], stop);
            if (answer.IsCut)
            {
                return;
            }
        }
    }

    private StubAnswer AsRegistry(StubRequest request)
    {
        var parts = request.Path.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        lock (_schemas)
        {
            switch (request.Method, parts)
            {
                case ("GET", ["subjects", var subject, "versions", "latest"]):
                    var latest = _schemas.FindLastIndex(one => one.Subject == subject);
                    return latest < 0 ? StubAnswer.Json(404, 40401, $"Subject '{subject}' not found.")
                        : Found(new JsonObject { ["id"] = latest + 1, ["schema"] = _schemas[latest].Schema, ["schemaType"] = _schemas[latest].Type });
                case ("GET", ["schemas", "ids", var id]):
                    var (_, type, text) = _schemas[int.Parse(id, CultureInfo.InvariantCulture) - 1];
                    return Found(new JsonObject { ["schema"] = text, ["schemaType"] = type });
                case ("POST", ["subjects", var subject, .. var rest]):
                    var json = JsonNode.Parse(request.Body)!;
                    var schema = (subject, (string?)json["schemaType"] ?? "AVRO", (string)json["schema"]!);
                    var at = _schemas.IndexOf(schema);
                    if (at < 0 && rest.Length == 0)
                    {
                        return StubAnswer.Json(404, 40403, "Schema not found");
                    }

                    if (at < 0)
                    {
                        at = _schemas.Count;
                        _schemas.Add(schema);
                    }

                    return Found(new JsonObject { ["id"] = at + 1 });
                case ("GET", ["config", ..]):
                    return Found(new JsonObject { ["compatibilityLevel"] = "BACKWARD" });
                case ("PUT", ["config", _]):
                    return new StubAnswer("200 OK", request.Body);
                default:
                    return StubAnswer.Json(404, 404, "HTTP 404 Not Found");
            }
        }
    }

    private static StubAnswer Found(JsonObject body) => new("200 OK", body.ToJsonString());

    private static async Task<StubRequest?> ReadAsync(Stream connection, CancellationToken stop)
    {
        var text = new StringBuilder();
        var buffer = new byte[16384];
        while (true)
        {
            var so = text.ToString();
            var end = so.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0 && so.Length - end - 4 >= ContentLength(so[..end]))
            {
                var first = so[..so.IndexOf("\r\n", StringComparison.Ordinal)].Split(' ');
                return new StubRequest(first[0], first[1], so[..end], Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(so[(end + 4)..])));
            }

            var read = await connection.ReadAsync(buffer, stop);
            if (read == 0)
            {
                return null;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }
    }

    private static int ContentLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan(15), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture))
        .FirstOrDefault();
}
