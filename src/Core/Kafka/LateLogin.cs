using System.Runtime.InteropServices;
using AirbyteKafka.Kafka.Native;
using AirbyteKafka.Settings;
using Confluent.Kafka;

namespace AirbyteKafka.Kafka;

/// <summary>
/// A user and a password of which one begins with a blank. librdkafka's configuration parser cuts white space from the front of every
/// value, so these are set on the client itself. That has to happen before it knows a broker: otherwise its first login could be made with
/// what the parser left.
/// </summary>
internal sealed class LateLogin
{
    private const string Servers = "bootstrap.servers";
    private const string User = "sasl.username";
    private const string Password = "sasl.password";

    // The client insists on both when it is made.
    private const string Placeholder = "-";

    private readonly string _servers;
    private readonly string _user;
    private readonly string _password;

    private LateLogin(string servers, string user, string password)
    {
        _servers = servers;
        _user = user;
        _password = password;
    }

    /// <summary>Takes login and brokers out of the properties, where the login needs it.</summary>
    /// <param name="properties">librdkafka's properties.</param>
    /// <returns>The properties to make the client with, and what has to be set then, if anything.</returns>
    public static (IReadOnlyDictionary<string, string> Properties, LateLogin? Login) Split(IReadOnlyDictionary<string, string> properties)
    {
        if (!properties.TryGetValue(User, out var user)
            || !properties.TryGetValue(Password, out var password)
            || !(LibrdkafkaProperty.IsCut(user) || LibrdkafkaProperty.IsCut(password)))
        {
            return (properties, null);
        }

        var rest = new Dictionary<string, string>(properties, StringComparer.Ordinal) { [User] = Placeholder, [Password] = Placeholder };
        return rest.Remove(Servers, out var servers) ? (rest, new LateLogin(servers, user, password)) : (properties, null);
    }

    /// <summary>Gives a client of Confluent's library its login and then its brokers.</summary>
    public void Apply(IClient client)
    {
        client.SetSaslCredentials(_user, _password);
        _ = client.AddBrokers(_servers);
    }

    /// <summary>Gives a native client its login and then its brokers.</summary>
    /// <returns>Why it does not take the login; <see langword="null"/> if it does.</returns>
    public string? Apply(nint client)
    {
        var error = NativeMethods.SetSaslCredentials(client, _user, _password);
        if (error != 0)
        {
            var reason = Marshal.PtrToStringUTF8(NativeMethods.ErrorObjectText(error)) ?? "";
            NativeMethods.ErrorObjectDestroy(error);
            return reason;
        }

        _ = NativeMethods.BrokersAdd(client, _servers);
        return null;
    }
}
