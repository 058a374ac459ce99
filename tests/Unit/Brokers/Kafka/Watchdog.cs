using System.Diagnostics;
using System.Globalization;

namespace AirbyteKafka.Tests.Brokers.Kafka;

/// <summary>
/// A small process that outlives this one: when this one ends, however that comes about, it kills the processes that are left, those that
/// files
/// *.pid of their folder name included, and deletes the folder.
/// </summary>
internal sealed class Watchdog : IAsyncDisposable
{
    // Each line it reads is the whole list of processes to end; the end of its input is the end of the one that watches over them.
    private const string Script = """
        trap '' INT TERM HUP
        while read -r line; do ids=$line; done
        [ -z "$ids" ] || kill -KILL $ids 2>/dev/null
        for file in "$0"/*.pid; do [ ! -f "$file" ] || kill -KILL "$(cat "$file")" 2>/dev/null; done
        rm -rf -- "$0"
        """;

    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="directory">What to delete in the end.</param>
    public Watchdog(string directory) =>
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", Script, directory]) { RedirectStandardInput = true })!;

    /// <summary>Its process.</summary>
    public int Id => _process.Id;

    /// <summary>Names the processes that are to be killed if this one ends now.</summary>
    public void Watch(IEnumerable<int> processIds)
    {
        _process.StandardInput.WriteLine(string.Join(' ', processIds.Select(id => id.ToString(CultureInfo.InvariantCulture))));
        _process.StandardInput.Flush();
    }

    /// <summary>Ends the watch: what it watches over is killed and deleted now.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
