using AirbyteKafka.Write;
using CsCheck;
using Xunit;

namespace AirbyteKafka.Tests.Delivery;

public sealed class StateLedgerTests
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Every order of three records and two states with every order of the acknowledgements and refusals: exhaustive, not sampled.
    /// </summary>
    [Fact]
    public void No_state_leaves_before_its_records_in_any_interleaving()
    {
        var played = 0;
        foreach (var input in Inputs(records: 4, states: 3))
        {
            foreach (var refused in new[] { -1, 0, 1, 2, 3 })
            {
                played += PlayEveryOrder(input, refused);
            }
        }

        Assert.True(played > 10_000, $"only {played} interleavings");
    }

    [Fact]
    public void A_state_with_nothing_outstanding_leaves_at_once()
    {
        var released = new List<string>();
        var ledger = new StateLedger<string>(released.Add);
        ledger.Close("a");
        ledger.Close("b");
        Assert.Equal(("a b", 0L, 0L), (string.Join(' ', released), ledger.WaitingStates, ledger.Outstanding));
    }

    [Fact]
    public void States_that_are_held_leave_in_order_once_they_are_let_go()
    {
        var released = new List<string>();
        var ledger = new StateLedger<string>(released.Add);
        ledger.Hold();
        ledger.CountIn();
        ledger.Close("a");
        ledger.Close("b");
        ledger.Acknowledge(0, 1);
        var held = (released.Count, ledger.WaitingStates);
        ledger.LetGo();
        ledger.Close("c");
        Assert.Equal(((0, 2L), "a b c"), (held, string.Join(' ', released)));
    }

    [Fact]
    public void Nothing_outstanding_means_that_every_state_due_has_left()
    {
        var outstanding = new List<long>();
        StateLedger<int>? ledger = null;
        ledger = new StateLedger<int>(_ => outstanding.Add(ledger!.Outstanding));
        ledger.CountIn();
        ledger.Close(1);
        ledger.Acknowledge(0, 1);
        Assert.Equal((1L, 0L), (Assert.Single(outstanding), ledger.Outstanding));
    }

    [Fact]
    public async Task A_state_is_handed_over_outside_the_lock_and_what_becomes_ready_meanwhile_follows_it_in_order()
    {
        var released = new List<string>();
        using var isHandingOver = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        var ledger = new StateLedger<string>(state =>
        {
            isHandingOver.Set();
            goOn.Wait(TimeLimit);
            released.Add(state);
        });
        ledger.CountIn();
        ledger.Close("a");
        var delivering = Task.Run(() => ledger.Acknowledge(0, 1), TestContext.Current.CancellationToken);
        Assert.True(isHandingOver.Wait(TimeLimit, TestContext.Current.CancellationToken));

        // With the lock held, or handed over by this thread, these would not come back before the first state has gone.
        var closing = Task.Run(
            () =>
            {
                ledger.Close("b");
                ledger.Close("c");
                return (ledger.WaitingStates, ledger.Outstanding, released.Count);
            },
            TestContext.Current.CancellationToken);
        var meanwhile = await closing.WaitAsync(TimeLimit, TestContext.Current.CancellationToken);
        goOn.Set();
        await delivering.WaitAsync(TimeLimit, TestContext.Current.CancellationToken);
        Assert.Equal(((2L, 1L, 0), "a b c", 0L), (meanwhile, string.Join(' ', released), ledger.Outstanding));
    }

    [Fact]
    public void A_hand_over_that_throws_keeps_back_no_later_state()
    {
        var released = new List<int>();
        var ledger = new StateLedger<int>(state =>
        {
            if (state == 1)
            {
                throw new InvalidOperationException("no");
            }

            released.Add(state);
        });
        Assert.Throws<InvalidOperationException>(() => ledger.Close(1));
        ledger.Close(2);
        Assert.Equal(2, Assert.Single(released));
    }

    [Fact]
    public void Many_waiting_states_leave_in_order_once_the_first_record_is_acknowledged()
    {
        var released = new List<int>();
        var ledger = new StateLedger<int>(released.Add);
        var epochs = new List<long>();
        for (var i = 0; i < StateLedger.MaxWaitingStates; i++)
        {
            epochs.Add(ledger.CurrentEpoch);
            ledger.CountIn();
            ledger.Close(i);
        }

        foreach (var epoch in epochs.Skip(1).Reverse())
        {
            ledger.Acknowledge(epoch, 1);
        }

        Assert.Empty(released);
        ledger.Acknowledge(epochs[0], 1);
        Assert.Equal(Enumerable.Range(0, StateLedger.MaxWaitingStates), released);
    }

    [Fact]
    public void Two_threads_lose_and_reorder_nothing() =>
        Gen.Int[0, 5].Array[1, 400].Sample(
            recordsPerState =>
            {
                var released = new List<int>();
                var ledger = new StateLedger<int>(released.Add);
                using var produced = new System.Collections.Concurrent.BlockingCollection<long>();
                var acknowledging = Task.Run(() =>
                {
                    foreach (var epoch in produced.GetConsumingEnumerable())
                    {
                        ledger.Acknowledge(epoch, 1);
                    }
                });
                for (var state = 0; state < recordsPerState.Length; state++)
                {
                    for (var i = 0; i < recordsPerState[state]; i++)
                    {
                        ledger.CountIn();
                        produced.Add(ledger.CurrentEpoch);
                    }

                    ledger.Close(state);
                }

                produced.CompleteAdding();
                acknowledging.Wait();
                return released.SequenceEqual(Enumerable.Range(0, recordsPerState.Length)) && ledger.Outstanding == 0;
            },
            iter: 200);

    /// <summary>All orders of r's and s's.</summary>
    private static IEnumerable<string> Inputs(int records, int states)
    {
        if (records == 0 && states == 0)
        {
            yield return "";
        }

        if (records > 0)
        {
            foreach (var rest in Inputs(records - 1, states))
            {
                yield return "r" + rest;
            }
        }

        if (states > 0)
        {
            foreach (var rest in Inputs(records, states - 1))
            {
                yield return "s" + rest;
            }
        }
    }

    /// <summary>Plays one input with its acknowledgements at every possible place and in every order; checks after each step.</summary>
    private static int PlayEveryOrder(string input, int refused)
    {
        var played = 0;
        // A step is the next of the input (-1) or the settling of a record that is out.
        var paths = new Stack<int[]>();
        paths.Push([]);
        while (paths.TryPop(out var path))
        {
            var next = Play(input, refused, path);
            if (next.Length == 0)
            {
                played++;
            }

            foreach (var step in next)
            {
                paths.Push([.. path, step]);
            }
        }

        return played;
    }

    private static int[] Play(string input, int refused, int[] path)
    {
        var released = new List<int>();
        var ledger = new StateLedger<int>(released.Add);
        var epochOf = new List<long>();
        var settled = new HashSet<int>();
        var recordsBefore = new List<int>();
        var at = 0;
        foreach (var step in path)
        {
            if (step >= 0)
            {
                settled.Add(step);
                if (step == refused)
                {
                    ledger.Fail(epochOf[step]);
                }
                else
                {
                    ledger.Acknowledge(epochOf[step], 1);
                }
            }
            else if (input[at++] == 'r')
            {
                epochOf.Add(ledger.CurrentEpoch);
                ledger.CountIn();
            }
            else
            {
                recordsBefore.Add(epochOf.Count);
                ledger.Close(recordsBefore.Count - 1);
            }
        }

        var due = recordsBefore.TakeWhile(count => Enumerable.Range(0, count).All(record => settled.Contains(record) && record != refused))
            .Count();
        Assert.True(
            released.SequenceEqual(Enumerable.Range(0, due)) && ledger.Outstanding == epochOf.Count - settled.Count
                && ledger.WaitingStates == recordsBefore.Count - due,
            $"input {input}, record {refused} refused, steps {string.Join(' ', path)}: released {string.Join(' ', released)}, due {due}");
        return [.. at < input.Length ? [-1] : Array.Empty<int>(),
            .. Enumerable.Range(0, epochOf.Count).Where(record => !settled.Contains(record))];
    }
}
