using System.Management.Automation.Host;
using System.Management.Automation.Internal;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>What formatting asks of a screen: its size and how wide a text is. There is no cursor, no keyboard and no buffer to read.</summary>
internal sealed class ShellRawUserInterface(ShellConsole console) : PSHostRawUserInterface
{
    // Wide enough that a message is one line in a log, narrow enough that columns without a width stay together.
    private const int RedirectedWidth = 250;
    private const int RedirectedHeight = 50;

    public override Size BufferSize
    {
        get => new(console.TerminalSize.Width ?? RedirectedWidth, console.TerminalSize.Height ?? RedirectedHeight);
        set => throw Unsupported();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw Unsupported();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override Coordinates WindowPosition
    {
        get => default;
        set => throw Unsupported();
    }

    public override Coordinates CursorPosition
    {
        get => default;
        set => throw Unsupported();
    }

    public override int CursorSize
    {
        get => 0;
        set => throw Unsupported();
    }

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override string WindowTitle { get; set; } = string.Empty;

    public override bool KeyAvailable => false;

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw ShellUserInterface.NonInteractive();

    public override void FlushInputBuffer()
    {
        // stdin belongs to the script.
    }

    public override int LengthInBufferCells(string source) => new StringDecorated(source).ContentLength;

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Unsupported();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Unsupported();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Unsupported();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Unsupported();

    private static NotSupportedException Unsupported() => new("The embedded shell has no screen buffer, cursor or window to read or change.");
}
