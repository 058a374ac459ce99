using System.Collections.Concurrent;
using System.Management.Automation;
using AirbyteKafka.Errors;
using AirbyteKafka.Kafka.Mock;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>What a person at a prompt sees of a write that fails or is stopped, and what is left of it.</summary>
public sealed class WriteFailureTests : IDisposable
{
    private const string Setup = """
        param($brokers, $catalog, $warned)
        $config = @{ bootstrap_servers = $brokers; topic_pattern = 'orders'; delivery_timeout_ms = 500; request_timeout_ms = 400 }
        $line = '{"type":"RECORD","record":{"stream":"orders","emitted_at":1,"data":{}}}'
        $state = '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"orders"},"stream_state":{"c":1}}}}'

        """;

    private const string Nobody = "127.0.0.1:1";
    private const string Notice = "The write has failed and takes nothing more";

    // The pipeline stays silent until the notice has come; the limit only ends a test in which it does not.
    private const string SilentUntilWarned = "& { $line; $global:told = $warned.Wait(20000) } | Write-AirbyteRecords $config $catalog "
        + "-ResultVariable global:written";

    private readonly MockCluster _cluster = new(1);

    [Fact]
    public void A_failure_shows_while_nothing_comes_down_the_pipeline_and_once()
    {
        var host = new RecordingHost();
        using var session = new ModuleSession(host);

        var error = session.Run($"{Setup}$WarningPreference = 'Continue'; {SilentUntilWarned} 3> $null", Nobody, Samples.Catalog,
            host.Warned).Error;
        var told = session.Run("$global:told; $global:written.FailedRecords").Values;

        Assert.Equal(["DeliveryTimedOut", true, 1L], [error.Id, .. told]);
        Assert.EndsWith(error.Message, Assert.Single(host.Warnings, warning => warning.StartsWith(Notice, StringComparison.Ordinal)),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RecordingHost", "SilentlyContinue")]
    [InlineData("RecordingHost", "Ignore")]
    [InlineData("ServerRemoteHost", "Continue")]
    public void It_does_not_show_where_warnings_are_not_wanted_or_not_seen(string name, string preference)
    {
        var host = new RecordingHost(name);
        using var session = new ModuleSession(host);

        // Twice what the notice takes once the write has failed.
        var script = $"& {{ $line; while ($null -eq $global:written.Failure) {{ $null = [System.Threading.Thread]::Yield() }}; $null = "
            + $"$warned.Wait(1000) }} | Write-AirbyteRecords $config $catalog -ResultVariable global:written -WarningAction {preference}";
        var error = session.Run(Setup + script, Nobody, Samples.Catalog, host.Warned).Error;

        Assert.Equal(("DeliveryTimedOut", 0),
            (error.Id, host.Warnings.Count(warning => warning.StartsWith(Notice, StringComparison.Ordinal))));
    }

    [Fact]
    public void Without_a_screen_the_error_comes_as_it_does_otherwise()
    {
        using var session = new ModuleSession();

        var error = session.Run($"{Setup}& {{ $line; while ($null -eq $global:written.Failure) {{ $null = "
            + $"[System.Threading.Thread]::Yield() }}; $line }} | Write-AirbyteRecords $config $catalog -ResultVariable global:written",
                Nobody, Samples.Catalog).Error;

        // The line that came after the failure was not taken.
        Assert.Equal(("DeliveryTimedOut", 1L), (error.Id, Written(session).FailedRecords));
    }

    [Fact]
    public void The_result_variable_fills_up_and_stays_after_a_failure()
    {
        using var session = new ModuleSession();
        var script = """
            & { $line, $state; while ($global:written.States -eq 0) { $null = [System.Threading.Thread]::Yield() }; $global:during = $global:written.Records; $line, '{' } |
                Write-AirbyteRecords $config $catalog -ResultVariable global:written
            """;

        var error = session.Run(Setup + script, _cluster.BootstrapServers, Samples.Catalog).Error;
        var written = Written(session);

        Assert.Equal(
            ("MessageMalformed", 1L, 2L, 1L, "MessageMalformed", false),
            (error.Id, session.Run("$global:during").Values.Single(), written.Records, written.States,
                (written.Failure as AirbyteKafkaException)?.Kind.Id, written.IsCompleted));
        Assert.Contains("\"c\":1", Assert.Single(written.Checkpoints), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_result_variable_stays_after_a_stop()
    {
        using var session = new ModuleSession();
        var begun = new BlockingCollection<WriteSummary>();
        using var shell = session.Create(
            $"{Setup}& {{ $line, $state, $line; $warned.Add($written); while ($true) {{ $null = [System.Threading.Thread]::Yield() }} }} "
                + $"| Write-AirbyteRecords $config $catalog -ResultVariable written",
            _cluster.BootstrapServers,
            Samples.Catalog,
            begun);
        var running = shell.BeginInvoke();
        Assert.True(begun.TryTake(out var written, TimeSpan.FromSeconds(20)));
        Assert.True(SpinWait.SpinUntil(() => written.Records == 2, TimeSpan.FromSeconds(20)));

        await shell.StopAsync(null, null);

        Assert.Throws<PipelineStoppedException>(() => shell.EndInvoke(running));
        Assert.Equal(
            (2L, 0L, 1L, "Interrupted", false),
            (written.Records, written.UnknownRecords, written.States, (written.Failure as AirbyteKafkaException)?.Kind.Id,
                written.IsCompleted));
    }

    [Fact]
    public void The_result_variable_is_the_callers_and_complete_at_the_end()
    {
        using var session = new ModuleSession();

        var values = session.Run(
            $"{Setup}& {{ $line | Write-AirbyteRecords $config $catalog -ResultVariable mine; $mine.IsCompleted; $mine.Records }}; $null "
                + $"-eq $mine", _cluster.BootstrapServers, Samples.Catalog).Values;

        Assert.Equal([true, 1L, true], values.Skip(1));
    }

    [Fact]
    public void A_read_only_variable_is_an_error_before_anything_is_written()
    {
        using var session = new ModuleSession();

        var outcome = session.Run($"{Setup}$line | Write-AirbyteRecords $config $catalog -ResultVariable true", _cluster.BootstrapServers,
            Samples.Catalog);

        Assert.Equal(("VariableNotWritable", 0), (outcome.Error.Id, outcome.Output.Count));
    }

    public void Dispose() => _cluster.Dispose();

    private static WriteSummary Written(ModuleSession session) => (WriteSummary)session.Run("$global:written").Values.Single();
}
