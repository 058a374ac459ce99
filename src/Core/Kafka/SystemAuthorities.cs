namespace AirbyteKafka.Kafka;

/// <summary>
/// Where librdkafka finds the system's certificate authorities. By itself it looks only where Linux distributions keep them, and not at the
/// variable by which OpenSSL, .NET and containers name another file.
/// </summary>
internal static class SystemAuthorities
{
    private const string Variable = "SSL_CERT_FILE";

    /// <summary>Adds the file that the variable names, if there is one, for connections that trust the system's authorities.</summary>
    /// <param name="properties">librdkafka's properties.</param>
    public static IReadOnlyDictionary<string, string> Complete(IEnumerable<KeyValuePair<string, string>> properties)
    {
        var complete = new Dictionary<string, string>(properties, StringComparer.Ordinal);
        if (OperatingSystem.IsLinux() && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } file && File.Exists(file))
        {
            if (complete.GetValueOrDefault("security.protocol")?.EndsWith("SSL", StringComparison.OrdinalIgnoreCase) == true
                && !complete.ContainsKey("ssl.ca.pem"))
            {
                complete["ssl.ca.location"] = file;
            }

            if (complete.GetValueOrDefault("sasl.oauthbearer.method") == "oidc" && !complete.ContainsKey("https.ca.pem"))
            {
                complete["https.ca.location"] = file;
            }
        }

        return complete;
    }
}
