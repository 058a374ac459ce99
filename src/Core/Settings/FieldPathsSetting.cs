using System.Globalization;

namespace AirbyteKafka.Settings;

/// <summary>A text that names fields of the data: paths separated by commas, with a dot between the names of a path.</summary>
public sealed record FieldPathsSetting : TextSetting
{
    /// <summary>The paths of a text that is valid, each with its names from the outside in.</summary>
    internal static IReadOnlyList<IReadOnlyList<string>> Split(string? text) =>
        text is null ? [] : [.. text.Split(',').Select(path => (IReadOnlyList<string>)path.Trim().Split('.'))];

    internal override string? Read(ConfigReader reader)
    {
        var text = reader.TextOrList(this);
        if (text is not null && FindEmptyName(text) is { } position)
        {
            reader.Issues.Problem(ConfigIssueId.UnusableText, Path, string.Create(
                CultureInfo.InvariantCulture,
                $"{Path} has a path without a name at character {position}. Write names between its commas and dots, as in "
                + $"\"user.id,order_id\"."));
        }

        return text;
    }

    /// <summary>The position, from 1, at which a name is missing.</summary>
    private static int? FindEmptyName(string text)
    {
        var isEmpty = true;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is ',' or '.')
            {
                if (isEmpty)
                {
                    return i + 1;
                }

                isEmpty = true;
            }
            else
            {
                isEmpty &= char.IsWhiteSpace(text[i]);
            }
        }

        return isEmpty ? text.Length + 1 : null;
    }
}
