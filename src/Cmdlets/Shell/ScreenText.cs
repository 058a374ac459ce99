using System.Text;

namespace AirbyteKafka.Cmdlets.Shell;

/// <summary>Texts as a screen shows them; for the format file.</summary>
public static class ScreenText
{
    private const int DefaultWidth = 80;

    /// <summary>A text in lines that end between words, for a screen; a word that is longer than a line is left as it is.</summary>
    /// <param name="text">Any text; its line ends stay.</param>
    /// <param name="width">Columns of the screen; 80 are taken where there is none.</param>
    /// <param name="indent">Columns that the view puts in front of the first line.</param>
    /// <param name="hanging">Columns that it puts in front of the other lines as well.</param>
    /// <remarks>PowerShell does this by itself only for some languages. Elsewhere, and without any, it breaks words.</remarks>
    public static string Wrap(string text, int width, int indent, int hanging)
    {
        ArgumentNullException.ThrowIfNull(text);
        var room = (width > 0 ? width : DefaultWidth) - 1 - indent;
        var lines = new StringBuilder();
        foreach (var line in text.Split('\n'))
        {
            var used = lines.Length == 0 ? 0 : hanging;
            lines.Append(lines.Length == 0 ? "" : "\n");
            var isFirstWord = true;
            foreach (var word in line.Split(' '))
            {
                if (!isFirstWord && used + 1 + word.Length > room)
                {
                    lines.Append('\n');
                    used = hanging;
                    isFirstWord = true;
                }

                lines.Append(isFirstWord ? "" : " ").Append(word);
                used += word.Length + (isFirstWord ? 0 : 1);
                isFirstWord = false;
            }
        }

        return lines.ToString();
    }
}
