namespace AirbyteKafka.Settings;

/// <summary>A property of librdkafka that is always set, whatever the configuration says.</summary>
/// <param name="Name">librdkafka's name for it.</param>
/// <param name="Value">What it is set to.</param>
/// <param name="Reason">Why librdkafka's own default is not kept.</param>
/// <param name="ProducerOnly">Whether it is set on producers only, and not on admin clients and consumers.</param>
public sealed record FixedProperty(string Name, string Value, string Reason, bool ProducerOnly = false);
