using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;

namespace AirbyteKafka.Bench.Peers;

/// <summary>Airbyte messages into Kafka on Confluent.Kafka, with the same keys, values and states as the module's.</summary>
internal sealed class ConfluentWrite(IProducer<byte[], byte[]> producer, Dictionary<(string Namespace, string Stream), string> topics,
    StateQueue states) : IDisposable
{
    private const int BufferSize = 256 * 1024;
    private static readonly TimeSpan FullQueueWait = TimeSpan.FromMilliseconds(100);

    private readonly ArrayBufferWriter<byte> _value = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null);
    private Error? _failure;

    /// <summary>Whether a record was not delivered.</summary>
    internal bool Failed => _failure is not null;

    /// <summary>Writes all of an input.</summary>
    internal async Task RunAsync(Stream input)
    {
        var reader = PipeReader.Create(input, new StreamPipeReaderOptions(bufferSize: BufferSize, minimumReadSize: BufferSize / 2));
        var epoch = NewEpoch();
        while (!Failed)
        {
            var result = await reader.ReadAsync();
            var buffer = result.Buffer;
            while (TakeLine(ref buffer, result.IsCompleted, out var line))
            {
                epoch = Take(line, epoch);
            }

            reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        producer.Flush();
        if (_failure is { } failure)
        {
            await Console.Error.WriteLineAsync(failure.Reason);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private Epoch NewEpoch() => new(states, error => _failure = error);

    private static bool TakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
        {
            return false;
        }

        buffer = buffer.Slice(buffer.End);
        return true;
    }

    private Epoch Take(in ReadOnlySequence<byte> sequence, Epoch epoch)
    {
        var line = sequence.IsSingleSegment ? sequence.FirstSpan : sequence.ToArray();
        var reader = new Utf8JsonReader(line);
        var isState = false;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("record"u8))
            {
                reader.Read();
                Produce(line, ref reader, epoch);
            }
            else
            {
                isState |= reader.ValueTextEquals("state"u8);
                reader.Read();
                reader.Skip();
            }
        }

        if (!isState)
        {
            return epoch;
        }

        states.Close(epoch, line.ToArray());
        return NewEpoch();
    }

    private void Produce(ReadOnlySpan<byte> line, ref Utf8JsonReader reader, Epoch epoch)
    {
        string stream = "", streamNamespace = "";
        long emittedAt = 0;
        ReadOnlySpan<byte> data = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("stream"u8))
            {
                reader.Read();
                stream = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("namespace"u8))
            {
                reader.Read();
                streamNamespace = reader.GetString() ?? "";
            }
            else if (reader.ValueTextEquals("emitted_at"u8))
            {
                reader.Read();
                emittedAt = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                data = line[start..(int)reader.BytesConsumed];
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        var key = Guid.NewGuid().ToString();
        var message = new Message<byte[], byte[]> { Key = Encoding.ASCII.GetBytes(key), Value = Value(key, stream, emittedAt, data) };
        epoch.CountUp();
        Produce(topics[(streamNamespace, stream)], message, epoch);
    }

    private byte[] Value(string key, string stream, long emittedAt, ReadOnlySpan<byte> data)
    {
        _value.ResetWrittenCount();
        _json.Reset(_value);
        _json.WriteStartObject();
        _json.WriteString("_airbyte_ab_id"u8, key);
        _json.WriteString("_airbyte_stream"u8, stream);
        _json.WriteNumber("_airbyte_emitted_at"u8, emittedAt);
        _json.WritePropertyName("_airbyte_data"u8);
        _json.WriteRawValue(data, skipInputValidation: true);
        _json.WriteEndObject();
        _json.Flush();
        return _value.WrittenSpan.ToArray();
    }

    private void Produce(string topic, Message<byte[], byte[]> message, Epoch epoch)
    {
        while (true)
        {
            try
            {
                producer.Produce(topic, message, epoch.Handler);
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(FullQueueWait);
            }
        }
    }
}
