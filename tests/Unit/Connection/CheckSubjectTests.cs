using AirbyteKafka.Check;
using Xunit;

namespace AirbyteKafka.Tests.Connection;

/// <summary>Scripts and people know the steps of a check by their names: a subject's name does not follow the code's.</summary>
public sealed class CheckSubjectTests
{
    private static readonly string[] Names =
    [
        "Check", "Configuration", "Name x", "Port x", "TLS x", "Kafka x", "Kafka client", "Connection", "Login", "Cluster",
            "Advertised brokers",
        "Brokers", "Compression", "Topics", "Topic x", "Test record",
    ];

    [Fact]
    public void Every_kind_of_step_has_its_name()
    {
        SubjectKind[] several = [SubjectKind.HostName, SubjectKind.Port, SubjectKind.Tls, SubjectKind.Kafka, SubjectKind.Topic];
        Assert.Equal(
            Names,
            Enum.GetValues<SubjectKind>().Select(
                kind => new StepResult(new CheckSubject(kind, several.Contains(kind) ? "x" : ""), StepOutcome.Passed, "").Name));
    }

    [Fact]
    public void A_step_is_told_once_and_found_by_what_it_looks_at()
    {
        var report = new CheckReport(observer: null, static text => text.Replace("secret", "***", StringComparison.Ordinal));
        report.Add(CheckSubject.Topic("secret"), StepOutcome.Failed, "first");
        report.Add(CheckSubject.Topic("secret"), StepOutcome.Failed, "again");
        report.Add(CheckSubject.Topic("secret"), StepOutcome.Warning, "otherwise");
        Assert.Equal(["Topic ***: Failed. first", "Topic ***: Warning. otherwise"], report.Steps.Select(step => step.ToString()));
        Assert.Equal(
            (true, false, false),
            (report.Has(CheckSubject.Topic("secret"), StepOutcome.Failed),
                report.Has(CheckSubject.Topic("***"), StepOutcome.Failed),
                report.Has(CheckSubject.Topic("secret"), StepOutcome.Passed)));
    }
}
