namespace AirbyteKafka.Settings;

/// <summary>What a property of the configuration is in JSON.</summary>
public enum ConfigValueType
{
    /// <summary>A text.</summary>
    Text,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>A whole number.</summary>
    WholeNumber,

    /// <summary>A whole number that the spec types as a string; the Airbyte form sends <c>"30000"</c>.</summary>
    WholeNumberAsText,

    /// <summary>The <c>protocol</c> object.</summary>
    Protocol,
}
