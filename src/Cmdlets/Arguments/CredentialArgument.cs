using System.Management.Automation;
using System.Net;
using System.Security;
using AirbyteKafka.Security.Sasl;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>What PowerShell's types for secrets hold.</summary>
internal static class CredentialArgument
{
    /// <summary>What a <c>-Credential</c> parameter was given; <see langword="null"/> where it was given nothing.</summary>
    internal static SaslCredential? Read(PSCredential? credential) =>
        credential is null || credential == PSCredential.Empty ? null : new SaslCredential(credential.UserName, Read(credential.Password));

    /// <summary>The text of a secure string.</summary>
    internal static string Read(SecureString secret) => new NetworkCredential("", secret).Password;
}
