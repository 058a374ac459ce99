namespace AirbyteKafka.Tests.Image;

/// <summary>
/// The shell that Airbyte's platform runs a connector in. It is the container's first process, and the connector its grandchild.
/// </summary>
internal static class PlatformScript
{
    /// <summary>
    /// A write: its streams are pipes in the folder <c>$1</c>, which others read and write, and the exit code comes to lie in a file
    /// <c>exit</c> there.
    /// The words after it follow the command. What stands in for the platform's other containers copies the pipes to and from its own
    /// streams.
    /// </summary>
    internal const string Write = """
        cd "$1" && shift && mkfifo in out err || exit 99
        exec 3<&0
        cat <&3 > in &
        cat out & output=$!
        cat err >&2 & errors=$!
        exec 3<&-
        (eval "$AIRBYTE_ENTRYPOINT write $*" 2> err > out < in) &
        CHILD_PID=$!
        echo "$CHILD_PID" > child
        wait $CHILD_PID
        echo $? > exit.new && mv exit.new exit
        wait $output $errors
        """;

    /// <summary>Another command: its stdout is the file <c>output</c> in the folder <c>$1</c>, as a check's or spec's job output.</summary>
    internal const string Job = """
        cd "$1" && shift || exit 99
        (eval "$AIRBYTE_ENTRYPOINT $*" > output) &
        wait $!
        echo $? > exit.new && mv exit.new exit
        """;
}
