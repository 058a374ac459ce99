using System.Text;

namespace AirbyteKafka.Security.Sasl.Jaas;

/// <summary>
/// Splits a JAAS text into tokens the way Kafka's own parser does, which is that of Java's <c>StreamTokenizer</c>: quotes of both kinds,
/// its escapes, its three kinds of comment, and numbers that are not words.
/// </summary>
internal sealed class JaasTokenizer(string text)
{
    private int _next;

    /// <summary>The kinds of token.</summary>
    internal enum Kind
    {
        /// <summary>The end of the text.</summary>
        End,

        /// <summary>A word, quoted or not: the only kind with a text.</summary>
        Word,

        /// <summary>A number without quotes. Kafka takes it neither as an option nor as a value.</summary>
        Number,

        /// <summary>Any other character.</summary>
        Symbol,

        /// <summary>A quoted text whose closing quote is missing in its line.</summary>
        OpenQuote,
    }

    /// <summary>The kind of the current token.</summary>
    public Kind Current { get; private set; }

    /// <summary>The text of a <see cref="Kind.Word"/>.</summary>
    public string Word { get; private set; } = "";

    /// <summary>The character of a <see cref="Kind.Symbol"/>.</summary>
    public char Symbol { get; private set; }

    /// <summary>Where the current token begins; the first character of the text is 1.</summary>
    public int Position { get; private set; }

    public bool IsSymbol(char symbol) => Current == Kind.Symbol && Symbol == symbol;

    public Kind Next()
    {
        SkipBlanksAndComments();
        Position = _next + 1;
        Word = "";
        if (_next == text.Length)
        {
            return Current = Kind.End;
        }

        var first = text[_next];
        if (first is '"' or '\'')
        {
            return Current = ReadQuoted(first);
        }

        if (char.IsAsciiDigit(first) || first is '.' or '-')
        {
            return Current = ReadNumberOrMinus(first);
        }

        if (!IsWordCharacter(first))
        {
            _next++;
            Symbol = first;
            return Current = Kind.Symbol;
        }

        var start = _next;
        while (_next < text.Length && (IsWordCharacter(text[_next]) || char.IsAsciiDigit(text[_next]) || text[_next] == '.'))
        {
            _next++;
        }

        Word = text[start.._next];
        return Current = Kind.Word;
    }

    // Java: letters, everything from U+00A0 up, and what Kafka adds to them.
    private static bool IsWordCharacter(char c) => char.IsAsciiLetter(c) || c >= '\u00a0' || c is '-' or '_' or '$';

    private void SkipBlanksAndComments()
    {
        while (_next < text.Length)
        {
            if (text[_next] <= ' ')
            {
                _next++;
            }
            else if (text[_next] != '/')
            {
                return;
            }
            else if (_next + 1 < text.Length && text[_next + 1] == '*')
            {
                var end = text.IndexOf("*/", _next + 2, StringComparison.Ordinal);
                _next = end < 0 ? text.Length : end + 2;
            }
            else
            {
                // A single slash already begins a comment that ends with the line; whatever follows it is part of it, even a line end.
                var begin = Math.Min(_next + 2, text.Length);
                var end = text.AsSpan(begin).IndexOfAny('\r', '\n');
                _next = end < 0 ? text.Length : begin + end;
            }
        }
    }

    private Kind ReadNumberOrMinus(char first)
    {
        _next++;
        if (first == '-' && (_next == text.Length || (text[_next] != '.' && !char.IsAsciiDigit(text[_next]))))
        {
            Symbol = '-';
            return Kind.Symbol;
        }

        var dot = first == '.';
        while (_next < text.Length && (char.IsAsciiDigit(text[_next]) || (text[_next] == '.' && !dot)))
        {
            dot |= text[_next] == '.';
            _next++;
        }

        return Kind.Number;
    }

    private Kind ReadQuoted(char quote)
    {
        var word = new StringBuilder();
        _next++;
        while (_next < text.Length && text[_next] is not ('\r' or '\n'))
        {
            var c = text[_next++];
            if (c == quote)
            {
                Word = word.ToString();
                return Kind.Word;
            }

            if (c != '\\')
            {
                word.Append(c);
            }
            else if (_next < text.Length)
            {
                word.Append(ReadEscape());
            }
        }

        return Kind.OpenQuote;
    }

    private char ReadEscape()
    {
        var c = text[_next++];
        if (c is >= '0' and <= '7')
        {
            // One to three octal digits, up to \377.
            var code = c - '0';
            var most = c <= '3' ? 2 : 1;
            while (most-- > 0 && _next < text.Length && text[_next] is >= '0' and <= '7')
            {
                code = (code * 8) + (text[_next++] - '0');
            }

            return (char)code;
        }

        return c switch
        {
            'a' => '\a',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            _ => c,
        };
    }
}
