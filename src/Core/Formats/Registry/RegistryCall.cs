namespace AirbyteKafka.Formats.Registry;

/// <summary>One question to a schema registry.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">What comes behind the registry's address, from the slash.</param>
/// <param name="Subject">The subject that it is about, or <see langword="null"/>.</param>
/// <param name="Right">The right that it takes, as the registry's documentation names it.</param>
/// <param name="Body">The JSON that is sent, or <see langword="null"/>.</param>
internal sealed record RegistryCall(HttpMethod Method, string Path, string? Subject, string Right, byte[]? Body = null);
