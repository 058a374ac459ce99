using System.Text.Json.Nodes;
using AirbyteKafka.Errors;
using AirbyteKafka.Formats.Registry;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Tls;
using AirbyteKafka.Tests.Brokers;
using AirbyteKafka.Tests.Connection;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>What a schema registry may answer, each with the error that it becomes.</summary>
public sealed class RegistryClientTests
{
    private const string Secret = "pa-ss:wörd";

    private static readonly Lazy<TestCertificates> Certificates = new(() => new TestCertificates());

    // Long enough for a busy machine; where an attempt fails at once, only the pauses count.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string[] TokenHeaders =
        ["Bearer token2", "target-sr-cluster: lsrc-1", "Confluent-Identity-Pool-Id: pool-2"];

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("401 Unauthorized", 40101, "Unauthorized", "AuthenticationFailed", "schema_registry_username", 1)]
    [InlineData("403 Forbidden", 40301, "User is denied operation Write on Subject: t-value", "AuthorizationFailed", "Subject WRITE", 1)]
    [InlineData("407 Proxy Authentication Required", 0, "", "ConfigInvalid", "proxy that wants a login", 1)]
    [InlineData("409 Conflict", 409, "READER_FIELD_MISSING_DEFAULT_VALUE at /fields/3", "SchemaIncompatible", "schema_compatibility", 1)]
    [InlineData("413 Content Too Large", 0, "", "SchemaIncompatible", "too large", 1)]
    [InlineData("422 Unprocessable", 42201, "Invalid schema: type int", "SchemaIncompatible", "the source's own", 1)]
    [InlineData("422 Unprocessable", 42205, "Subject t-value is in read-only mode", "SchemaIncompatible", "read-only", 1)]
    [InlineData("404 Not Found", 404, "HTTP 404 Not Found", "ConfigInvalid", "/apis/ccompat/v7", 1)]
    [InlineData("301 Moved", 0, "", "ConfigInvalid", "/apis/ccompat/v7", 1)]
    [InlineData("400 Bad Request", 400, "no", "ConfigInvalid", "does not take the request", 1)]
    [InlineData("500 Internal Server Error", 50001, "Error in the backend data store", "RegistryUnreachable", "Error in the backend data store", 3)]
    [InlineData("429 Too Many Requests", 429, "slow down", "RegistryUnreachable", "slow down", 3)]
    public async Task A_refusal_is_told_with_subject_address_and_what_to_do(
        string status, int code, string words, string kind, string advice, int attempts)
    {
        await using var registry = new RegistryStub(_ => code == 0
            ? new StubAnswer(status, "", "Location: http://example.org/\r\n")
            : StubAnswer.Json(0, code, words) with { Status = status });
        var error = await FailAsync(registry, client => client.RegisterAsync("t-value", "AVRO", "\"string\"", Test));
        Assert.Equal(
            (kind, attempts, ""),
            (error.Kind.Id, registry.Requests.Count, string.Join(", ", new[] { advice, words, "'t-value'", registry.Address.Authority }
                .Where(part => !error.Message.Contains(part, StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("200 OK", "<html><title>Sign in</title></html>", "text/html", "ConfigInvalid", "is not a schema registry")]
    [InlineData("200 OK", "", "application/json", "ConfigInvalid", "the answer is empty")]
    [InlineData("200 OK", "[1]", "application/json", "ConfigInvalid", "is not a schema registry")]
    [InlineData("200 OK", """{"id":"7"}""", "application/json", "ConfigInvalid", "is not a schema registry")]
    [InlineData("200 OK", """{"id":-1}""", "application/json", "ConfigInvalid", "is not a schema registry")]
    [InlineData("200 OK", """{"id":1e99}""", "application/json", "ConfigInvalid", "is not a schema registry")]
    [InlineData("200 OK", """{"id":4294967297}""", "application/json", "ConfigInvalid", "is not a schema registry")]
    [InlineData("502 Bad Gateway", "<html>\u001b[31mnginx</html>", "text/html", "RegistryUnreachable", "<html>\\u001b[31mnginx")]
    public async Task What_is_no_answer_of_a_registry_is_told_as_it_came(string status, string body, string type, string kind, string words)
    {
        await using var registry = new RegistryStub(_ => new StubAnswer(status, body, $"Content-Type: {type}\r\n"));
        var error = await FailAsync(registry, client => client.RegisterAsync("t-value", "AVRO", "\"string\"", Test));
        Assert.Equal((kind, true), (error.Kind.Id, error.Message.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_body_that_is_cut_off_is_asked_for_again()
    {
        var isFirst = true;
        await using var registry = new RegistryStub(_ => isFirst && !(isFirst = false) ? new StubAnswer("200 OK", """{"id":1234}""") { IsCut = true } : null);
        using var client = Client(registry.Address);
        Assert.Equal((1, 2), (await client.RegisterAsync("t-value", "AVRO", "\"string\"", Test), registry.Requests.Count));
    }

    [Fact]
    public async Task A_registry_that_never_answers_is_given_up_within_the_limit()
    {
        await using var silent = TcpStub.Silent();
        using var client = new RegistryClient(
            new RegistrySettings([new Uri($"http://{silent.Address}")]), new SecretRedactor(), TimeSpan.FromSeconds(1.5));
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => client.FindLatestAsync("t-value", Test));
        Assert.Equal((ErrorKind.RegistryUnreachable, true), (error.Kind, error.Message.Contains("did not answer within 0.5 s", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_question_is_ended_by_its_caller()
    {
        await using var silent = TcpStub.Silent();
        using var client = Client(new Uri($"http://{silent.Address}"));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Test);
        var question = client.FindLatestAsync("t-value", stop.Token);
        await silent.ConnectedAsync();
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => question);
    }

    [Fact]
    public async Task Another_address_answers_where_the_first_does_not_and_is_asked_first_from_then_on()
    {
        await using var ill = new RegistryStub(_ => StubAnswer.Json(503, 503, "starting"));
        await using var well = new RegistryStub();
        using var nobody = new UnusedPort();
        using var client = Client(new Uri($"http://{nobody.Address}"), ill.Address, well.Address);
        Assert.Equal(
            (null, null, 1, 2),
            (await client.FindLatestAsync("t-value", Test), await client.FindLatestAsync("t-value", Test), ill.Requests.Count, well.Requests.Count));
    }

    [Fact]
    public async Task Subjects_are_escaped_and_a_schema_of_two_megabytes_goes_both_ways()
    {
        await using var registry = new RegistryStub();
        using var client = Client(new Uri(registry.Address, "/"));
        var schema = $"\"{new string('x', 2 * 1024 * 1024)}\"";
        const string Subject = "a/b c+%\u00fc-value";
        var id = await client.RegisterAsync(Subject, "JSON", schema, Test);
        Assert.Equal(
            (1, new RegisteredSchema(1, "JSON", schema), 1,
                "POST /subjects/a%2Fb%20c%2B%25%C3%BC-value/versions?normalize=true, GET /subjects/a%2Fb%20c%2B%25%C3%BC-value/versions/latest, "
                    + "POST /subjects/a%2Fb%20c%2B%25%C3%BC-value?normalize=true"),
            (id, await client.FindLatestAsync(Subject, Test), await client.FindAsync(Subject, "JSON", schema, Test), registry.Calls));
    }

    [Fact]
    public async Task A_schema_that_may_not_be_registered_is_missing()
    {
        await using var registry = new RegistryStub();
        var error = await FailAsync(registry, client => client.FindAsync("t-value", "AVRO", "\"string\"", Test));
        Assert.Equal(("SchemaMissing", true), (error.Kind.Id, error.Message.Contains("auto_register_schemas", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_login_is_sent_and_never_shown()
    {
        await using var registry = new RegistryStub(request => StubAnswer.Json(
            401, 40101, request.Headers.Contains("Authorization: Basic a2V5OnBhLXNzOnfDtnJk", StringComparison.Ordinal) ? $"bad {Secret}" : "none"));
        var secrets = new SecretRedactor();
        secrets.Add(Secret);
        using var client = new RegistryClient(new([registry.Address]) { Username = "key", Password = Secret }, secrets, Limit);
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => client.CheckAsync(Test));
        Assert.Equal((true, false), (error.Message.Contains("the registry says: bad ", StringComparison.Ordinal),
            error.Message.Contains(Secret, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_token_is_fetched_once_kept_and_replaced_when_it_is_refused()
    {
        var tokens = 0;
        var refused = "token1";
        await using var registry = new RegistryStub(request => request.Path == "/token"
            ? new StubAnswer("200 OK", new JsonObject { ["access_token"] = $"token{++tokens}", ["expires_in"] = 3600 }.ToJsonString())
            : request.Headers.Contains($"Bearer {refused}", StringComparison.Ordinal) ? StubAnswer.Json(401, 40101, "expired") : null);
        var oauth = new RegistryOAuth(new Uri(registry.Address, "/token"), "id", Secret, "a b", "lsrc-1", "pool-2");
        using var client = new RegistryClient(new([registry.Address]) { OAuth = oauth }, new SecretRedactor(), Limit);
        await client.CheckAsync(Test);
        await client.CheckAsync(Test);
        var (asked, last) = (registry.Requests.First(), registry.Requests.Last());
        Assert.Equal(
            ("POST /token, GET /config, POST /token, GET /config, GET /config", "grant_type=client_credentials&scope=a+b", ""),
            (registry.Calls, asked.Body, string.Join(", ", TokenHeaders.Where(
                header => !last.Headers.Contains(header, StringComparison.Ordinal)))));
    }

    [Theory]
    [InlineData("401 Unauthorized", "{}", "AuthenticationFailed", "schema_registry_client_secret")]
    [InlineData("200 OK", "<html>", "ConfigInvalid", "schema_registry_token_endpoint_url")]
    [InlineData("200 OK", """{"access_token":"a\r\nX: y"}""", "ConfigInvalid", "schema_registry_token_endpoint_url")]
    [InlineData("503 Unavailable", "", "RegistryUnreachable", "token endpoint")]
    public async Task A_token_endpoint_that_gives_none_is_named(string status, string body, string kind, string words)
    {
        await using var registry = new RegistryStub(_ => new StubAnswer(status, body));
        var oauth = new RegistryOAuth(new Uri(registry.Address, "/token"), "id", Secret, null, null, null);
        using var client = new RegistryClient(new([registry.Address]) { OAuth = oauth }, new SecretRedactor(), Limit)
        {
            FirstPause = TimeSpan.FromMilliseconds(10),
        };
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => client.CheckAsync(Test));
        Assert.Equal((kind, true), (error.Kind.Id, error.Message.Contains(words, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task TLS_takes_an_authority_and_a_client_certificate_as_texts()
    {
        var pem = Certificates.Value;
        await using var registry = new RegistryStub(certificate: pem.Server, clientAuthority: true);
        var tls = new TlsSettings(pem.Authority, pem.ClientCertificate, pem.EncryptedClientKey, TestCertificates.ClientKeyPassphrase, true);
        using var client = new RegistryClient(new([registry.Address]) { Tls = tls }, new SecretRedactor(), Limit);
        await client.CheckAsync(Test);
        Assert.Equal((TestCertificates.ClientPrincipal, "GET /config"), (registry.ClientCertificate, registry.Calls));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_certificate_that_is_not_trusted_or_names_another_host_ends_it_at_once(bool isOtherHost)
    {
        var pem = Certificates.Value;
        await using var registry = new RegistryStub(certificate: isOtherHost ? pem.OtherHostServer : pem.Server);
        var tls = isOtherHost ? new TlsSettings(pem.Authority, null, null, null, true) : null;
        using var client = new RegistryClient(new([registry.Address]) { Tls = tls }, new SecretRedactor(), Limit);
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => client.CheckAsync(Test));
        Assert.Equal((ErrorKind.TlsFailed, true), (error.Kind, error.Message.Contains("schema_registry_ca_certificates", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("http://a:8081, https://b/apis/ccompat/v7/ ,", "http://a:8081/ https://b/apis/ccompat/v7", null)]
    [InlineData("http://user:secret@a", "", "credentials")]
    [InlineData("user:secret@a:8081", "", "credentials")]
    [InlineData("registry:8081", "", "no address")]
    [InlineData("ftp://a", "", "no address")]
    [InlineData(" , ", "", "no address")]
    [InlineData("http://a/?x=1", "", "question mark")]
    public void Addresses_are_read_and_credentials_in_them_are_not_repeated(string text, string addresses, string? problem)
    {
        var read = RegistryAddress.Read(text, out var said);
        Assert.Equal(
            (addresses, problem is null, true, false),
            (string.Join(' ', read), said is null, (said ?? "").Contains(problem ?? "", StringComparison.Ordinal), (said ?? "").Contains("secret", StringComparison.Ordinal)));
    }

    private static RegistryClient Client(params Uri[] addresses) => new(new RegistrySettings(addresses), new SecretRedactor(), Limit)
    {
        FirstPause = TimeSpan.FromMilliseconds(10),
    };

    private static async Task<AirbyteKafkaException> FailAsync(RegistryStub registry, Func<RegistryClient, Task> ask)
    {
        using var client = Client(registry.Address);
        return await Assert.ThrowsAsync<AirbyteKafkaException>(() => ask(client));
    }
}
