using AirbyteKafka.Airbyte.Catalog;
using AirbyteKafka.Errors;
using AirbyteKafka.Formats.Avro;
using AirbyteKafka.Formats.JsonSchemas;
using AirbyteKafka.Formats.Registry;
using AirbyteKafka.Security;
using AirbyteKafka.Security.Tls;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>The life of a subject in a real registry.</summary>
public sealed class RealRegistryTests(RealRegistry registry) : IClassFixture<RealRegistry>
{
    private const string First = """{"id":{"type":"integer"},"name":{"type":"string"}}""";
    private const string Another = """{"name":{"type":"string"},"id":{"type":"integer"}}""";
    private const string Wider = """{"id":{"type":"integer"},"name":{"type":"string"},"added":{"type":"boolean"}}""";
    private const string Changed = """{"id":{"type":"string"},"name":{"type":"string"}}""";

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("AVRO", "BACKWARD")]
    [InlineData("JSON", "FORWARD")]
    public async Task A_subject_takes_a_schema_its_other_order_and_a_new_column_but_no_other_type(string type, string level)
    {
        registry.SkipIfMissing();
        var settings = new RegistrySettings([registry.Address]) { Compatibility = level };
        var topic = $"orders {type}/1";
        var first = await ResolveAsync(settings, topic, type, First);
        var again = await ResolveAsync(settings, topic, type, First);
        var another = await ResolveAsync(settings, topic, type, Another);
        var found = await ResolveAsync(settings with { RegistersSchemas = false }, topic, type, Another);
        var wider = await ResolveAsync(settings, topic, type, Wider);
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => ResolveAsync(settings, topic, type, Changed));
        var older = await ResolveAsync(settings with { RegistersSchemas = false }, topic, type, First);
        var missing = await Assert.ThrowsAsync<AirbyteKafkaException>(
            () => ResolveAsync(settings with { RegistersSchemas = false }, topic, type, Changed));
        var freed = await ResolveAsync(settings with { Compatibility = "NONE" }, topic, type, Changed);
        Assert.Equal(
            (true, true, true, true, true, true, true, ErrorKind.SchemaIncompatible, ErrorKind.SchemaMissing),
            (first > 0, again == first, another == first, found == first, older == first, wider > first, freed > wider,
                error.Kind, missing.Kind));
    }

    [Fact]
    public async Task A_subject_of_another_format_a_wrong_path_and_a_schema_that_is_none_are_told()
    {
        registry.SkipIfMissing();
        var settings = new RegistrySettings([registry.Address]);
        await ResolveAsync(settings, "mixed", "JSON", First);
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        await client.CheckAsync(Test);
        var other = await Assert.ThrowsAsync<AirbyteKafkaException>(() => ResolveAsync(settings, "mixed", "AVRO", First));
        var none = await Assert.ThrowsAsync<AirbyteKafkaException>(() => client.RegisterAsync("none-value", "AVRO", """{"type":"int"x""", Test));
        var path = await Assert.ThrowsAsync<AirbyteKafkaException>(
            () => ResolveAsync(new RegistrySettings([new Uri(registry.Address, "/")]), "path", "AVRO", First));
        Assert.Equal(
            (ErrorKind.ConfigInvalid, ErrorKind.SchemaIncompatible, ErrorKind.ConfigInvalid, true),
            (other.Kind, none.Kind, path.Kind, path.Message.Contains("/apis/ccompat/v7", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Https_is_spoken_by_an_authority_of_ones_own_and_by_no_other()
    {
        registry.SkipIfMissing();
        var settings = new RegistrySettings([registry.SecureAddress]) { Tls = new TlsSettings(registry.Authority, null, null, null, true) };
        var id = await ResolveAsync(settings, "secure", "AVRO", First);
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(() => ResolveAsync(settings with { Tls = null }, "secure", "AVRO", First));
        Assert.Equal((true, ErrorKind.TlsFailed), (id > 0, error.Kind));
    }

    [Fact]
    public async Task A_registry_that_was_started_anew_is_asked_anew()
    {
        registry.SkipIfMissing();
        var settings = new RegistrySettings([registry.Address]);
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        var id = await client.RegisterAsync("again-value", "AVRO", "\"string\"", Test);
        await registry.RestartAsync();
        Assert.Equal(
            (true, null, true),
            (id > 0, await client.FindLatestAsync("again-value", Test), await client.RegisterAsync("again-value", "AVRO", "\"string\"", Test) > 0));
    }

    private static async Task<int> ResolveAsync(RegistrySettings settings, string topic, string type, string properties)
    {
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        var schema = $$"""{"type":"object","properties":{{properties}}}""";
        if (type == "AVRO")
        {
            var candidate = new AvroCandidate(AvroStream.Build(schema));
            using var avro = new StreamSchemas<AvroSchema>(client, settings, [(topic, candidate)], _ => { });
            return (await avro.GetAsync(0, Test)).Id;
        }

        var stream = new StreamDescriptor("public", "users");
        using var document = System.Text.Json.JsonDocument.Parse(schema);
        var text = StreamJsonSchema.Build(stream, document.RootElement, withMetadata: true);
        using var json = new StreamSchemas<string>(
            client, settings, [(topic, new JsonSchemaCandidate(StreamJsonSchema.TitleOf(stream), text))], _ => { });
        return (await json.GetAsync(0, Test)).Id;
    }
}
