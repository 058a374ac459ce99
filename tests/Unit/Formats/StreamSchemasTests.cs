using System.Text;
using AirbyteKafka.Errors;
using AirbyteKafka.Formats.Avro;
using AirbyteKafka.Formats.JsonSchemas;
using AirbyteKafka.Formats.Registry;
using AirbyteKafka.Security;
using Avro.Generic;
using Confluent.Kafka;
using Confluent.SchemaRegistry;
using Confluent.SchemaRegistry.Serdes;
using Xunit;

namespace AirbyteKafka.Tests.Formats;

/// <summary>The schemas of a write's streams, against a registry of the tests' own.</summary>
public sealed class StreamSchemasTests
{
    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"b":{"type":"string"},"a":{"type":"integer","description":"x"}}""", true, "GET", 1)]
    [InlineData("""{"a":{"type":"integer"},"b":{"type":"string"},"c":{}}""", true, "GET POST", 2)]
    [InlineData("""{"a":{"type":"number"},"b":{"type":"string"}}""", true, "GET POST", 2)]
    [InlineData("""{"a":{"type":"integer"},"b":{"type":"string"},"c":{}}""", false, "GET POST", 0)]
    public async Task A_version_is_added_only_where_more_than_order_and_words_changed(
        string properties, bool registers, string calls, int id)
    {
        await using var registry = new RegistryStub();
        var settings = new RegistrySettings([registry.Address]);
        await ResolveAsync(settings, Candidate("""{"a":{"type":"integer"},"b":{"type":"string"}}"""));
        registry.Requests.Clear();
        var got = 0;
        try
        {
            got = (await ResolveAsync(settings with { RegistersSchemas = registers }, Candidate(properties))).Id;
        }
        catch (AirbyteKafkaException missing) when (missing.Kind == ErrorKind.SchemaMissing)
        {
            // The id stays 0.
        }

        Assert.Equal((calls, id), (string.Join(' ', registry.Requests.Select(request => request.Method)), got));
    }

    [Fact]
    public async Task A_subject_of_another_format_is_refused_before_anything_is_registered()
    {
        await using var registry = new RegistryStub();
        using var client = new RegistryClient(new([registry.Address]), new SecretRedactor(), TimeSpan.FromSeconds(60));
        await client.RegisterAsync("t-value", "JSON", "{}", Test);
        var error = await Assert.ThrowsAsync<AirbyteKafkaException>(
            () => ResolveAsync(new([registry.Address]), Candidate("""{"a":{}}""")));
        Assert.Equal(
            (ErrorKind.ConfigInvalid, true, "POST, GET"),
            (error.Kind, error.Message.Contains("format JSON, not AVRO", StringComparison.Ordinal),
                string.Join(", ", registry.Requests.Select(request => request.Method))));
    }

    [Fact]
    public async Task A_level_of_compatibility_is_set_where_it_is_another_and_said()
    {
        await using var registry = new RegistryStub();
        var said = new List<string>();
        var settings = new RegistrySettings([registry.Address]);
        await ResolveAsync(settings with { Compatibility = "BACKWARD" }, Candidate("""{"a":{}}"""), said.Add);
        await ResolveAsync(settings with { Compatibility = "FORWARD" }, Candidate("""{"a":{}}"""), said.Add);
        Assert.Equal(
            ("""{"compatibility":"FORWARD"}""", 1, true),
            (registry.Requests.Single(request => request.Method == "PUT").Body, said.Count, said[0].Contains("FORWARD", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(SubjectStrategy.TopicNameStrategy, "t-value")]
    [InlineData(SubjectStrategy.RecordNameStrategy, "public.users")]
    [InlineData(SubjectStrategy.TopicRecordNameStrategy, "t-public.users")]
    internal async Task A_subject_is_named_as_asked(SubjectStrategy strategy, string subject)
    {
        await using var registry = new RegistryStub();
        var schema = await ResolveAsync(new([registry.Address]) { SubjectStrategy = strategy }, Candidate("""{"a":{}}"""));
        Assert.Equal(subject, schema.Subject);
    }

    [Fact]
    public async Task Two_streams_that_share_a_subject_are_named_before_anything_is_asked()
    {
        await using var registry = new RegistryStub();
        var settings = new RegistrySettings([registry.Address]);
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        (string, ISchemaCandidate<string>)[] streams = [("t", new JsonSchemaCandidate("a.x", "{}")), ("t", new JsonSchemaCandidate("b.x", "{}"))];
        var error = Assert.Throws<AirbyteKafkaException>(() => new StreamSchemas<string>(client, settings, streams, _ => { }));
        using var apart = new StreamSchemas<string>(
            client, settings with { SubjectStrategy = SubjectStrategy.TopicRecordNameStrategy }, streams, _ => { });
        Assert.Equal(
            (ErrorKind.ConfigInvalid, true, ""),
            (error.Kind, error.Message.Contains("'a.x', 'b.x' share subject 't-value'", StringComparison.Ordinal), registry.Calls));
    }

    [Fact]
    public async Task Of_five_thousand_streams_one_that_is_asked_for_does_not_wait_for_the_others()
    {
        await using var registry = new RegistryStub(delay: TimeSpan.FromMilliseconds(20));
        var settings = new RegistrySettings([registry.Address]);
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        using var schemas = new StreamSchemas<string>(
            client, settings, [.. Enumerable.Range(0, 5000).Select(i => ($"t{i}", (ISchemaCandidate<string>)new JsonSchemaCandidate($"r{i}", "{}")))], _ => { });
        var all = schemas.FetchAll();
        var last = await schemas.GetAsync(4999, Test);
        Assert.Equal(("t4999-value", true), (last.Subject, registry.Requests.Count < 2000));
        schemas.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => all);
    }

    [Fact]
    public async Task Confluents_deserialiser_reads_what_Apaches_reader_reads()
    {
        await using var registry = new RegistryStub();
        var settings = new RegistrySettings([registry.Address]);
        using var confluent = new CachedSchemaRegistryClient(new SchemaRegistryConfig { Url = registry.Address.ToString() });
        var deserialiser = new AvroDeserializer<GenericRecord>(confluent);
        for (var seed = 0; seed < 30; seed++)
        {
            var random = new RandomStream(seed);
            var root = random.Root();
            var text = new StringBuilder();
            RandomStream.WriteSchema(text, root);
            var topic = $"t{seed}";
            var resolved = await ResolveAsync(settings, new AvroCandidate(AvroStream.Build(text.ToString())), topic: topic);
            var record = new AvroStream(resolved.Schema, id: resolved.Id).Write(random.Fitting(root))!;
            var context = new SerializationContext(MessageComponentType.Value, topic);
            var read = await deserialiser.DeserializeAsync(record, isNull: false, context);
            Assert.Equal(AvroReading.Read(record, resolved.Schema), AvroReading.Of(read));
        }
    }

    private static AvroCandidate Candidate(string properties) => new(AvroStream.Build($$"""{"type":"object","properties":{{properties}}}"""));

    private static async Task<StreamSchema<AvroSchema>> ResolveAsync(
        RegistrySettings settings, AvroCandidate candidate, Action<string>? warn = null, string topic = "t")
    {
        using var client = new RegistryClient(settings, new SecretRedactor(), TimeSpan.FromSeconds(60));
        using var schemas = new StreamSchemas<AvroSchema>(client, settings, [(topic, candidate)], warn ?? (_ => { }));
        return await schemas.GetAsync(0, Test);
    }
}
