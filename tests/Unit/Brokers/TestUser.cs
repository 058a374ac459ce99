namespace AirbyteKafka.Tests.Brokers;

/// <summary>A user that the SASL listeners know.</summary>
/// <param name="Name">The user's name; the password follows from it.</param>
public sealed record TestUser(string Name)
{
    /// <summary>What the topics start with that <see cref="Writer"/> may write to.</summary>
    public const string WritablePrefix = "airbyte_";

    /// <summary>May do everything.</summary>
    public static readonly TestUser Admin = new("admin");

    /// <summary>May do everything with topics that start with <see cref="WritablePrefix"/>, and nothing else.</summary>
    public static readonly TestUser Writer = new("airbyte");

    /// <summary>May read every topic, and write to none.</summary>
    public static readonly TestUser Reader = new("reader");

    /// <summary>Has no rights.</summary>
    public static readonly TestUser Nobody = new("nobody");

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<TestUser> All = [Admin, Writer, Reader, Nobody];

    /// <summary>The right password.</summary>
    public string Password => $"{Name}-secret";
}
