using System.Management.Automation;
using AirbyteKafka.Cmdlets.Pipeline;
using AirbyteKafka.Errors;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class ErrorTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    private static readonly string Missing = Path.Combine(Path.GetTempPath(), "airbyte-kafka", "no-such-file.json");

    public static TheoryData<string, string, ErrorCategory, string> WrongInput => new()
    {
        { $"Get-KafkaDestinationTopic '{Missing}' '{Samples.Catalog}'", "FileUnreadable", ErrorCategory.ObjectNotFound,
            $"The file '{Missing}' cannot be read: there is no such file. Check the path." },
        { $"Get-KafkaDestinationTopic '{Samples.Config}' '{Path.GetTempPath()}'", "FileUnreadable", ErrorCategory.ObjectNotFound,
            $"The file '{Path.GetTempPath()}' cannot be read: it is a folder. Give the path of a file." },
        { $"Get-KafkaDestinationTopic Env:HOME '{Samples.Catalog}'", "FileUnreadable", ErrorCategory.ObjectNotFound,
            "The file 'Env:…' cannot be read: it is a path of the provider Environment. Give the path of a file." },
        { $"Get-KafkaDestinationTopic NoDrive:x.json '{Samples.Catalog}'", "FileUnreadable", ErrorCategory.ObjectNotFound,
            "The file 'NoDrive:x.json' cannot be read: Cannot find drive. A drive with the name 'NoDrive' does not exist." },
        { $"Get-KafkaDestinationTopic 5 '{Samples.Catalog}'", "ConfigInvalid", ErrorCategory.InvalidArgument,
            "-Config was given a value of type System.Int32. Give it the path of a JSON file, JSON text, a hashtable or an object." },
        { $"Get-KafkaDestinationTopic '{Samples.Config}' (1, 2)", "CatalogInvalid", ErrorCategory.InvalidData,
            "-Catalog was given a list. Give it the path of a JSON file, JSON text, a hashtable or an object." },
        { $"Get-KafkaDestinationTopic @{{ bootstrap_servers = 'b:1'; topic_pattern = {{ 1 }} }} '{Samples.Catalog}'", "ConfigInvalid", ErrorCategory.InvalidArgument, "-Config cannot be used: The object cannot be written as JSON: $.topic_pattern is of type System.Management.Automation.ScriptBlock, which is no data. Choose the properties to send, with Select-Object for example." },
        { "Receive-KafkaRecord 'two words' -Connection 127.0.0.1:1", "TopicNameInvalid", ErrorCategory.InvalidArgument, "The topic name 'two words' has characters other than ASCII letters, digits, '.', '_' and '-'. Give the topic's name as Kafka has it." },
        { "Start-KafkaMockCluster 33", "ParameterArgumentValidationError", ErrorCategory.InvalidData, "Cannot validate argument on parameter 'BrokerCount'. The 33 argument is greater than the maximum allowed range of 32. Supply an argument that is less than or equal to 32 and then try the command again." },
    };

    [Theory]
    [MemberData(nameof(WrongInput))]
    public void Wrong_input_is_named(string script, string id, ErrorCategory category, string message) =>
        Assert.Equal((id, category, message), session.Run(script).Error);

    [Theory]
    [InlineData("{\"acks\":\"2\"}", "ConfigInvalid.Missing ConfigInvalid.Missing ConfigInvalid.NotAllowed ConfigInvalid",
        "The configuration in -Config cannot be used, for the 3 reasons above.")]
    [InlineData("{\"bootstrap_servers\",", "ConfigInvalid.JsonSyntax ConfigInvalid", "The configuration in -Config cannot be used, for "
        + "the reason above.")]
    public void Every_problem_of_a_configuration_is_reported_at_once(string config, string ids, string last)
    {
        string[] scripts = ["Get-KafkaDestinationTopic $config $catalog", "'{}' | Write-AirbyteRecords $config $catalog"];
        var outcomes = scripts.Select(script => session.Run($"param($config, $catalog) {script}", config, Samples.Catalog)).ToList();

        Assert.All(outcomes, outcome =>
            Assert.Equal((ids, last),
            (string.Join(' ', outcome.Errors.Select(error => error.FullyQualifiedErrorId.Split(',')[0])),
            outcome.Errors[^1].ToString())));
        Assert.All(outcomes, outcome =>
            Assert.All(outcome.Errors.SkipLast(1), error =>
            Assert.Contains(error.Exception.Message, outcome.Errors[^1].Exception.Message, StringComparison.Ordinal)));
    }

    [Fact]
    public void Errors_obey_the_common_parameters()
    {
        var outcome = session.Run("try { Get-KafkaDestinationTopic nope.json '{}' } catch { \"caught $($_.CategoryInfo.Activity)\" }; "
            + "'went on'");

        Assert.Equal(["caught Get-KafkaDestinationTopic", "went on"], outcome.Values);
    }

    [Fact]
    public void Every_kind_of_failure_has_a_category_that_PowerShell_knows() => Assert.All(
        typeof(ErrorKind).GetFields().Select(field => (ErrorKind)field.GetValue(null)!),
        kind =>
        {
            var failure = new AirbyteKafkaException(kind, "It broke.");
            var record = ErrorRecords.From(failure, "target");
            Assert.Equal((kind.Id, kind.Category, "target", failure),
                (record.FullyQualifiedErrorId, record.CategoryInfo.Category.ToString(), record.TargetObject, record.Exception));
        });

    [Theory]
    [InlineData(typeof(FileNotFoundException), ErrorCategory.ObjectNotFound)]
    [InlineData(typeof(IOException), ErrorCategory.ReadError)]
    [InlineData(typeof(UnauthorizedAccessException), ErrorCategory.PermissionDenied)]
    [InlineData(typeof(TimeoutException), ErrorCategory.OperationTimeout)]
    [InlineData(typeof(OperationCanceledException), ErrorCategory.OperationStopped)]
    [InlineData(typeof(ArgumentException), ErrorCategory.InvalidArgument)]
    [InlineData(typeof(FormatException), ErrorCategory.InvalidData)]
    [InlineData(typeof(PlatformNotSupportedException), ErrorCategory.NotImplemented)]
    [InlineData(typeof(InvalidOperationException), ErrorCategory.InvalidOperation)]
    [InlineData(typeof(InvalidCastException), ErrorCategory.NotSpecified)]
    public void Other_exceptions_have_their_own_name_as_id(Type type, ErrorCategory category)
    {
        var record = ErrorRecords.From((Exception)Activator.CreateInstance(type)!);

        Assert.Equal((type.Name, category), (record.FullyQualifiedErrorId, record.CategoryInfo.Category));
    }
}
