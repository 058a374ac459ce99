using System.Management.Automation;
using System.Management.Automation.Internal;
using System.Text;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>stdout and stderr: UTF-8 whatever the locale, ANSI sequences only where a terminal shows them. stdin is never touched.</summary>
internal sealed class ShellConsole
{
    private readonly Lock _lock = new();
    private readonly TextWriter _output;
    private readonly TextWriter _error;
    private readonly bool _errorTakesAnsi;
    private readonly bool _showsProgress;
    private bool _progressShown;

    /// <summary>Takes the process's stdout and stderr, for [Console]::Out and [Console]::Error of scripts as well, so that the order holds.</summary>
    public ShellConsole()
    {
        var encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = encoding;
        }

        // Flushed at each write: a script may write to the same file descriptor past these writers.
        _output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput(), encoding) { AutoFlush = true });
        _error = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardError(), encoding) { AutoFlush = true });
        Console.SetOut(_output);
        Console.SetError(_error);

        IsTerminal = !Console.IsOutputRedirected;
        var terminalTakesAnsi = !OperatingSystem.IsWindows() && Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb");
        var colour = terminalTakesAnsi && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        TakesAnsi = IsTerminal && colour;
        _errorTakesAnsi = !Console.IsErrorRedirected && colour;
        _showsProgress = !Console.IsErrorRedirected && terminalTakesAnsi;
    }

    /// <summary>Whether stdout is a terminal.</summary>
    public bool IsTerminal { get; }

    /// <summary>Whether stdout shows ANSI sequences; where not, they are taken out.</summary>
    public bool TakesAnsi { get; }

    /// <summary>The terminal's size in characters, each null where stdout is no terminal or the terminal does not tell.</summary>
    public (int? Width, int? Height) TerminalSize => IsTerminal ? (Known(Console.WindowWidth), Known(Console.WindowHeight)) : (null, null);

    /// <summary>Writes to stdout.</summary>
    public void Write(string text) => Write(_output, TakesAnsi, text);

    /// <summary>Writes to stderr.</summary>
    public void WriteError(string text) => Write(_error, _errorTakesAnsi, text);

    /// <summary>Shows a line of progress on stderr in place of the one before; null takes it away. Nothing where stderr is no terminal.</summary>
    public void ShowProgress(string? text)
    {
        if (!_showsProgress)
        {
            return;
        }

        lock (_lock)
        {
            EraseProgress();
            if (text is not null)
            {
                // One short of the width: a full line would wrap and could not be erased.
                var width = Math.Max(Console.WindowWidth, 20) - 1;
                _error.Write(text.Length > width ? text[..width] : text);
                _progressShown = true;
            }
        }
    }

    private void Write(TextWriter writer, bool takesAnsi, string text)
    {
        var shown = takesAnsi || !text.Contains('\e', StringComparison.Ordinal)
            ? text
            : new StringDecorated(text).ToString(OutputRendering.PlainText);
        lock (_lock)
        {
            EraseProgress();
            writer.Write(shown);
        }
    }

    private static int? Known(int length) => length > 0 ? length : null;

    private void EraseProgress()
    {
        if (_progressShown)
        {
            _error.Write("\r\e[K");
            _progressShown = false;
        }
    }
}
