using AirbyteKafka.Errors;
using AirbyteKafka.Security;
using AirbyteKafka.Text;

namespace AirbyteKafka.Formats.Registry;

/// <summary>The words for what a schema registry refuses, and for one that does not answer.</summary>
/// <param name="settings">The registry.</param>
/// <param name="secrets">What no sentence may show.</param>
internal sealed class RegistryErrors(RegistrySettings settings, SecretRedactor secrets)
{
    /// <summary>An answer that is no success.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="answer">The answer.</param>
    internal AirbyteKafkaException ForAnswer(RegistryCall call, RegistryAnswer answer)
    {
        var (kind, advice) = (answer.Status, answer.ErrorCode) switch
        {
            (401, _) => (ErrorKind.AuthenticationFailed, "refuses the login. " + CheckLogin),
            (403, _) => (ErrorKind.AuthorizationFailed, $"does not allow it. The user needs {call.Right}."),
            (407, _) => (ErrorKind.ConfigInvalid, "is behind a proxy that wants a login. Set it in HTTPS_PROXY or HTTP_PROXY, "
                + "or except the registry in NO_PROXY."),
            (413, _) => (ErrorKind.SchemaIncompatible, "or a proxy before it finds the schema too large. Leave columns out of the stream, "
                + "or raise the limit there."),
            (404, 40401) => (ErrorKind.SchemaMissing, "does not know the subject. Register the schema, or set auto_register_schemas "
                + "to true."),
            (404, 40403) => (ErrorKind.SchemaMissing, "knows the subject, but not this schema under it. Register the schema, or "
                + "set auto_register_schemas to true."),
            (409, _) => (ErrorKind.SchemaIncompatible, "finds the schema incompatible with those that are registered. Set "
                + "schema_compatibility (FORWARD takes new columns, NONE takes everything), write to another topic, or set "
                + "subject_name_strategy to a strategy by record."),
            (422, 42205) => (ErrorKind.SchemaIncompatible, "takes no schemas for the subject: it is read-only."),
            (422, _) => (ErrorKind.SchemaIncompatible, "finds the schema invalid. It may be the source's own: in JSON Schema it is "
                + "registered as the catalog gives it."),
            (404, _) => (ErrorKind.ConfigInvalid, "has nothing there. Is the path missing in schema_registry_url? Apicurio: "
                + "/apis/ccompat/v7."),
            ( >= 300 and < 400, _) => (ErrorKind.ConfigInvalid, "sends to another address, which is not followed. Is the path missing in "
                + "schema_registry_url? Apicurio: /apis/ccompat/v7."),
            _ => (ErrorKind.ConfigInvalid, "does not take the request."),
        };
        return Make(kind, $"{Named(answer.Address)} {advice} {About(call)}It answers with HTTP {answer.Status}; {answer.Words}.");
    }

    /// <summary>No answer that could be used, after all attempts.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="last">What came last: the clause behind the address.</param>
    /// <param name="address">Which address that was.</param>
    /// <param name="fault">What was underneath, if anything.</param>
    internal AirbyteKafkaException ForUnreachable(RegistryCall call, Uri address, string last, Exception? fault) => Make(
        ErrorKind.RegistryUnreachable,
        $"{Named(address)} {last}. {About(call)}Check schema_registry_url, and whether the registry runs and can be reached from here.",
        fault);

    /// <summary>A TLS connection that one side refused.</summary>
    internal AirbyteKafkaException ForTls(Uri address, Exception fault) => Make(
        ErrorKind.TlsFailed,
        $"{Named(address)} and this client do not accept each other in TLS: {Printable.Of(RegistryTransport.Reason(fault))}. Is the "
            + "certificate of the registry's authority in schema_registry_ca_certificates, does the certificate name the host, and does "
            + "the registry ask for a client certificate (schema_registry_client_certificate_chain)?",
        fault);

    /// <summary>An answer that no schema registry gives.</summary>
    internal AirbyteKafkaException ForOther(RegistryCall call, RegistryAnswer answer) => Make(
        ErrorKind.ConfigInvalid,
        $"{Named(answer.Address)} is not a schema registry, or another stands before it: the answer is no JSON that a registry gives "
            + $"({Printable.Of(answer.ContentType ?? "no content type")}); {answer.Words}. {About(call)}Check schema_registry_url.");

    /// <summary>A topic whose values have another format.</summary>
    internal AirbyteKafkaException ForOtherFormat(string subject, string registered, string wanted) => Make(
        ErrorKind.ConfigInvalid,
        $"Subject '{Printable.Of(subject)}' of {Named(settings.Addresses[0])} holds schemas of format {Printable.Of(registered)}, not "
            + $"{wanted}. Set format_type to what the topic holds, or write to another topic.");

    private static string About(RegistryCall call) => call.Subject is null ? "" : $"Subject: '{Printable.Of(call.Subject)}'. ";

    private static string Named(Uri address) => $"The schema registry {Printable.Of(address.GetLeftPart(UriPartial.Path))}";

    private string CheckLogin => settings.OAuth is not null
        ? "Check schema_registry_client_id, schema_registry_client_secret and schema_registry_scope; Confluent Cloud also needs "
            + "schema_registry_logical_cluster and schema_registry_identity_pool_id."
        : "Check schema_registry_username and schema_registry_password.";

    private AirbyteKafkaException Make(ErrorKind kind, string message, Exception? fault = null) =>
        new(kind, secrets.Redact(message), fault);
}
