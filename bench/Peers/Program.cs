using AirbyteKafka.Bench.Peers;
using Confluent.Kafka;

// Usage: Peers TOPICS.tsv librdkafka-property=value ... < messages
if (args is not [var topicsFile, .. var properties])
{
    Console.Error.WriteLine("Usage: Peers TOPICS.tsv property=value ... < messages. A line of TOPICS.tsv is namespace, stream and topic.");
    return 64;
}

var topics = File.ReadLines(topicsFile).Select(line => line.Split('\t')).ToDictionary(parts => (parts[0], parts[1]), parts => parts[2]);
var config = new ProducerConfig(properties.Select(property => property.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]));
using var producer = new ProducerBuilder<byte[], byte[]>(config).Build();
await using var output = Console.OpenStandardOutput();
using var write = new ConfluentWrite(producer, topics, new StateQueue(output));
await write.RunAsync(Console.OpenStandardInput());
return write.Failed ? 1 : 0;
