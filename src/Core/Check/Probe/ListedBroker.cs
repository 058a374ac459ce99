using AirbyteKafka.Settings;

namespace AirbyteKafka.Check.Probe;

/// <summary>A broker as the cluster names it to its clients.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Where it wants to be reached (<c>advertised.listeners</c>).</param>
public sealed record ListedBroker(int Id, BrokerAddress Address)
{
    /// <summary>Address and id.</summary>
    public override string ToString() => $"{Address} (id {Id})";
}
