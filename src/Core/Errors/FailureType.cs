namespace AirbyteKafka.Errors;

/// <summary>Who has to act on a failure: Airbyte's <c>trace.error.failure_type</c>.</summary>
public enum FailureType
{
    /// <summary>The connector or the data it was given is at fault (<c>system_error</c>).</summary>
    SystemError,

    /// <summary>The configuration or the rights of its user are at fault (<c>config_error</c>).</summary>
    ConfigError,

    /// <summary>A later attempt may succeed without any change (<c>transient_error</c>).</summary>
    TransientError,
}
