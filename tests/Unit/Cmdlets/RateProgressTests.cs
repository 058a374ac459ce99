using System.Management.Automation;
using AirbyteKafka.Cmdlets.Shell;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class RateProgressTests
{
    private readonly Clock _clock = new();
    private readonly List<ProgressRecord> _shown = [];

    [Fact]
    public void A_file_shows_rate_percent_records_and_the_time_left()
    {
        var progress = Start("messages.jsonl", "kafka1:9092,kafka2:9092");

        _clock.Advance(2);
        progress.Show(1_000_000, 0.25, "8 states");

        Assert.Equal(("messages.jso… -> kafka1:9092,ka…", "500,000/s, 25 %, 1,000,000 records, 8 states", 25, 6), Shown());
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        var progress = Start("messages", "kafka1");

        foreach (var records in (long[])[1000, 2000, 2100, 2200, 2300, 2400])
        {
            _clock.Advance(1);
            progress.Show(records);
        }

        Assert.Equal(("messages -> kafka1", "100/s, 2,400 records", -1, -1), Shown());
    }

    [Fact]
    public void It_is_due_five_times_a_second_and_never_done_before_the_end()
    {
        var progress = Start("m", "k");
        var before = progress.IsDue;
        _clock.Advance(0.2);
        var after = progress.IsDue;
        progress.Show(5, 1);

        Assert.Equal((false, true, false, ("m -> k", "25/s, 99 %, 5 records", 99, -1)), (before, after, progress.IsDue, Shown()));
    }

    [Fact]
    public void The_end_takes_it_off_the_screen_once_and_only_where_it_was()
    {
        var quick = Start("a", "k");
        quick.Complete();
        Assert.Empty(_shown);

        quick.Show(1);
        quick.Complete();
        quick.Complete();

        Assert.Equal([ProgressRecordType.Processing, ProgressRecordType.Completed], _shown.Select(record => record.RecordType));
    }

    [Fact]
    public void What_is_no_text_is_no_control_character_on_the_screen()
    {
        Start("a\u001b[2J", "\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00\ud83d\ude00").Show(0);

        Assert.Equal(
            @"a\u001b[2J -> " + string.Concat(Enumerable.Repeat("\ud83d\ude00", 7)) + "…", Assert.Single(_shown).Activity);
    }

    private RateProgress Start(string from, string to) => new(_shown.Add, from, to, _clock);

    private (string Activity, string Status, int Percent, int Seconds) Shown() =>
        (_shown[^1].Activity, _shown[^1].StatusDescription, _shown[^1].PercentComplete, _shown[^1].SecondsRemaining);

    private sealed class Clock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now;

        internal void Advance(double seconds) => _now += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
