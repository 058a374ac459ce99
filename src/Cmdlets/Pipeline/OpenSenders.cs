using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.Cmdlets.Pipeline;

/// <summary>A command that sends records and is not done yet.</summary>
internal interface IOpenSender
{
    /// <summary>Sends what it was given so far, and waits until it is settled. For any thread.</summary>
    /// <param name="limit">The longest wait.</param>
    /// <returns>Whether all of it is acknowledged.</returns>
    bool Flush(TimeSpan limit);
}

/// <summary>The senders of a runspace that are not done yet: what a command further up the pipeline waits for before it commits.</summary>
internal sealed class OpenSenders
{
    private static readonly ConditionalWeakTable<Runspace, OpenSenders> Runspaces = [];

    private readonly Lock _lock = new();
    private readonly List<IOpenSender> _senders = [];
    private long _losses;

    /// <summary>Those of the runspace that this thread runs.</summary>
    internal static OpenSenders Current => Runspace.DefaultRunspace is { } runspace ? Runspaces.GetOrCreateValue(runspace) : new();

    /// <summary>
    /// How often a sender was given something that is not surely in Kafka, and is done. A reading that sees the count grow may commit
    /// nothing any more: an offset stands for all records before it. For any thread.
    /// </summary>
    internal long Losses => Interlocked.Read(ref _losses);

    /// <summary>Counts what a sender did not send, or does not know the fate of. For any thread.</summary>
    internal void Lose() => Interlocked.Increment(ref _losses);

    /// <summary>A sender has begun.</summary>
    internal void Add(IOpenSender sender)
    {
        lock (_lock)
        {
            _senders.Add(sender);
        }
    }

    /// <summary>A sender is done. What it has lost still counts for a command that commits after it.</summary>
    /// <param name="sender">The sender.</param>
    /// <param name="isSafe">Whether all that it was given is acknowledged.</param>
    internal void Remove(IOpenSender sender, bool isSafe)
    {
        lock (_lock)
        {
            if (!isSafe)
            {
                Lose();
            }

            _senders.Remove(sender);
        }
    }

    /// <summary>Has all of them send what they were given so far. For any thread.</summary>
    /// <param name="limit">The longest wait for all of them together.</param>
    /// <param name="losses">The <see cref="Losses"/> when the command began that asks.</param>
    /// <returns>Whether all of it is acknowledged, and nothing was lost since.</returns>
    internal bool Flush(TimeSpan limit, long losses)
    {
        IOpenSender[] senders;
        lock (_lock)
        {
            senders = [.. _senders];
        }

        var end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        return Array.TrueForAll(senders, sender =>
            sender.Flush(TimeSpan.FromMilliseconds(Math.Max(0, end - Environment.TickCount64)))) && Losses == losses;
    }
}
