using AirbyteKafka.Security.Tls;

namespace AirbyteKafka.Formats.Registry;

/// <summary>Where a schema registry is and how to log in to it. Holds secrets; <see cref="ToString"/> does not show them.</summary>
/// <param name="Addresses">Its addresses, at least one; they are tried in turn. See <see cref="RegistryAddress"/>.</param>
internal sealed record RegistrySettings(IReadOnlyList<Uri> Addresses)
{
    /// <summary>The user of Basic authentication, or <see langword="null"/>.</summary>
    internal string? Username { get; init; }

    /// <summary>The password of <see cref="Username"/>; a secret.</summary>
    internal string? Password { get; init; }

    /// <summary>Whom to trust, and the client's own certificate; <see langword="null"/> for the system's authorities and none.</summary>
    internal TlsSettings? Tls { get; init; }

    /// <summary>Where tokens come from, in place of <see cref="Username"/>; or <see langword="null"/>.</summary>
    internal RegistryOAuth? OAuth { get; init; }

    /// <summary>How subjects are named.</summary>
    internal SubjectStrategy SubjectStrategy { get; init; }

    /// <summary>Whether a schema that is not there is registered.</summary>
    internal bool RegistersSchemas { get; init; } = true;

    /// <summary>The level of compatibility that the subjects are to have; <see langword="null"/> to leave them as they are.</summary>
    internal string? Compatibility { get; init; }

    /// <summary>The addresses.</summary>
    public override string ToString() => string.Join(", ", Addresses);
}

/// <summary>OAuth's client credentials. Holds a secret; <see cref="ToString"/> does not show it.</summary>
/// <param name="TokenEndpoint">Where tokens come from.</param>
/// <param name="ClientId">Who asks.</param>
/// <param name="ClientSecret">By which it is known that it is the client; a secret.</param>
/// <param name="Scope">What the token is for, or <see langword="null"/>.</param>
/// <param name="LogicalCluster">The registry's id in Confluent Cloud, or <see langword="null"/>.</param>
/// <param name="IdentityPoolId">The identity pool in Confluent Cloud, or <see langword="null"/>.</param>
internal sealed record RegistryOAuth(
    Uri TokenEndpoint, string ClientId, string ClientSecret, string? Scope, string? LogicalCluster, string? IdentityPoolId)
{
    /// <summary>Where tokens come from.</summary>
    public override string ToString() => TokenEndpoint.ToString();
}
