using System.Text;
using AirbyteKafka.Airbyte.Input;
using AirbyteKafka.Airbyte.States;
using AirbyteKafka.Errors;
using Xunit;

namespace AirbyteKafka.Tests.Protocol;

public sealed class StateMessageTests
{
    [Theory]
    [InlineData("""{"type":"STATE","state":{"data":{"a":1}}}""", "Legacy ",
        """{"type":"STATE","state":{"data":{"a":1},"destinationStats":{"recordCount":5.0}}}""")]
    [InlineData("""{"type":"STATE","state":{}}""", "Legacy ", """{"type":"STATE","state":{"destinationStats":{"recordCount":5.0}}}""")]
    [InlineData("""{"state" : { "type" : "LEGACY" } , "type" : "STATE" } }""", "Legacy ",
        """{"state" : { "type" : "LEGACY" ,"destinationStats":{"recordCount":5.0}} , "type" : "STATE" }""")]
    [InlineData("""{"type":"STATE","state":{"type":"GLOBAL","global":{"shared_state":{},"stream_states":[]},"id":7}}""", "Global ", """{"type":"STATE","state":{"type":"GLOBAL","global":{"shared_state":{},"stream_states":[]},"id":7,"destinationStats":{"recordCount":5.0}}}""")]
    [InlineData("""{"type":"STATE","state":{"type":"STREAM","stream":{"stream_state":1e400,"stream_descriptor":{"namespace":"p","name":"\u0075sers"}}}}""", "Stream p.users", """{"type":"STATE","state":{"type":"STREAM","stream":{"stream_state":1e400,"stream_descriptor":{"namespace":"p","name":"\u0075sers"}},"destinationStats":{"recordCount":5.0}}}""")]
    [InlineData("""{"type":"STATE","state":{"destinationStats":{"recordCount":9,"x":[]},"type":"STREAM","stream":{"stream_descriptor":{"name":"u"}}},"id":1}""", "Stream u", """{"type":"STATE","state":{"destinationStats":{"recordCount":5.0},"type":"STREAM","stream":{"stream_descriptor":{"name":"u"}}},"id":1}""")]
    [InlineData("""{"type":"STATE","state":{"sourceStats":{"recordCount":2.0}, "destinationStats" : null }}""", "Legacy ",
        """{"type":"STATE","state":{"sourceStats":{"recordCount":2.0}, "destinationStats" : {"recordCount":5.0} }}""")]
    public void Comes_back_as_it_came_with_the_count_added(string line, string what, string expected)
    {
        var state = Read(line);
        Assert.Equal((what, expected), ($"{state.Scope} {state.Stream}", Encoding.UTF8.GetString(state.WithRecordCount(5))));
    }

    [Theory]
    [InlineData("""{"type":"STATE","state":{"type":"STREAM"}}""", "is a STATE of type STREAM without stream.stream_descriptor.name.")]
    [InlineData("""{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"namespace":"n"}}}}""",
        "is a STATE of type STREAM without stream.stream_descriptor.name.")]
    [InlineData("""{"type":"STATE","state":{"type":"PARTITION"}}""", "is a STATE whose type is none of STREAM, GLOBAL and LEGACY.")]
    [InlineData("""{"type":"STATE","state":{"type":7}}""", "is a STATE whose type is none of STREAM, GLOBAL and LEGACY.")]
    public void Refuses_a_checkpoint_it_cannot_place(string line, string problem)
    {
        var failure = Assert.Throws<AirbyteKafkaException>(() => Read(line));
        Assert.Equal(
            (ErrorKind.MessageMalformed, $"Line 3 of the input {problem} The write ends here so that no checkpoint is lost; mend the "
                + $"source and run it again."),
            (failure.Kind, failure.Message));
    }

    private static StateMessage Read(string text)
    {
        var line = Encoding.UTF8.GetBytes(text);
        return StateMessage.Read(line, MessageScanner.ScanThoroughly(line, 3), 3);
    }
}
