namespace AirbyteKafka.Settings;

/// <summary>
/// Recognises what is left of a configuration object that went through <c>Export-Clixml</c>, a job or <c>ConvertTo-Json</c>: the properties
/// that it shows, without its secrets.
/// </summary>
internal static class CopiedConfig
{
    private static readonly string[] Properties = ["BootstrapServers", "TopicPattern", "Connection", "Settings"];

    public static bool Is(ConfigDocument document) =>
        !document.Root.ContainsKey(DestinationSettings.BootstrapServers.Name)
            && Properties.Count(document.Root.ContainsKey) >= Properties.Length - 1;

    public static string Explain(string source) =>
        $"{source} is a copy of a configuration object: "
        + "what Export-Clixml, a job ($using:) or ConvertTo-Json make of one has lost its secrets and its settings. "
        + "Save the configuration with New-KafkaDestinationConfig -OutFile and give the file's path, or call New-KafkaDestinationConfig "
        + "where the configuration is used.";
}
