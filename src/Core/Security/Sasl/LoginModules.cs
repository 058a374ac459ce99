namespace AirbyteKafka.Security.Sasl;

/// <summary>The class names of the JAAS login modules that are known here.</summary>
public static class LoginModules
{
    /// <summary>For PLAIN.</summary>
    public const string Plain = "org.apache.kafka.common.security.plain.PlainLoginModule";

    /// <summary>For SCRAM-SHA-256 and SCRAM-SHA-512.</summary>
    public const string Scram = "org.apache.kafka.common.security.scram.ScramLoginModule";

    /// <summary>For OAUTHBEARER.</summary>
    public const string OAuthBearer = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";

    /// <summary>For GSSAPI.</summary>
    public const string Kerberos = "com.sun.security.auth.module.Krb5LoginModule";

    /// <summary>For AWS_MSK_IAM; known only to say that it cannot be used.</summary>
    internal const string AwsMskIam = "software.amazon.msk.auth.iam.IAMLoginModule";

    /// <summary>The module a mechanism needs.</summary>
    internal static string For(string mechanism) => mechanism switch
    {
        SaslMechanism.Plain => Plain,
        SaslMechanism.ScramSha256 or SaslMechanism.ScramSha512 => Scram,
        SaslMechanism.OAuthBearer => OAuthBearer,
        _ => Kerberos,
    };

    /// <summary>The mechanisms a module serves, for people; <see langword="null"/> for an unknown module.</summary>
    internal static string? MechanismsOf(string module) => module switch
    {
        Plain => SaslMechanism.Plain,
        Scram => $"{SaslMechanism.ScramSha256} and {SaslMechanism.ScramSha512}",
        OAuthBearer => SaslMechanism.OAuthBearer,
        Kerberos => SaslMechanism.Gssapi,
        _ => null,
    };

    /// <summary>The last part of a module's name.</summary>
    internal static string ShortName(string module) => module[(module.LastIndexOf('.') + 1)..];
}
