using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>Reads the addresses of a schema registry.</summary>
internal static class RegistryAddress
{
    /// <summary>Reads a list of addresses.</summary>
    /// <param name="text">One or more, separated by commas. A path is kept, as in <c>http://registry:8080/apis/ccompat/v7</c>.</param>
    /// <param name="problem">What is wrong; never repeats an address that holds credentials.</param>
    /// <returns>The addresses; none where there is a problem.</returns>
    internal static IReadOnlyList<Uri> Read(string text, out string? problem)
    {
        var addresses = new List<Uri>();
        problem = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            // Looked at before it is parsed: what cannot be parsed may hold a password all the same.
            if (part.Contains('@', StringComparison.Ordinal))
            {
                problem = "holds credentials in an address. Take them out of it and set schema_registry_username and "
                    + "schema_registry_password.";
            }
            else if (!Uri.TryCreate(part, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")
                || address.Host.Length == 0)
            {
                problem = $"holds '{Printable.Of(part)}', which is no address. It has to be like https://registry:8081.";
            }
            else if (address.Query.Length > 0 || address.Fragment.Length > 0)
            {
                problem = "holds an address with a question mark or a number sign. Nothing may come behind the path.";
            }
            else
            {
                addresses.Add(new Uri(address.GetLeftPart(UriPartial.Path).TrimEnd('/')));
            }
        }

        problem ??= addresses.Count == 0 ? "holds no address. It has to be like https://registry:8081." : null;
        return problem is null ? addresses : [];
    }
}
