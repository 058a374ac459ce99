using System.Text.Json.Nodes;

namespace AirbyteKafka.Tests.Secrets;

/// <summary>A configuration, and all that must not be told of it.</summary>
/// <param name="Config">The configuration without its topics.</param>
/// <param name="Secrets">Texts that no output may have, in no spelling.</param>
/// <param name="Password">A password that is not in the configuration but given as a credential of the user <c>airbyte</c>.</param>
internal sealed record SecretCase(JsonObject Config, IReadOnlyList<string> Secrets, string? Password = null);
