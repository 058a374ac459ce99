using System.Management.Automation;
using System.Security;
using AirbyteKafka.Cmdlets.Json;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>
/// Lets only a <see cref="SecureString"/> through. PowerShell itself would repeat a plain text in its error, and that text is a secret.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SecureTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        PowerShellObject.Unwrap(inputData) as SecureString
        ?? throw new ArgumentTransformationMetadataException("A secret has to be a SecureString, such as Read-Host -AsSecureString, "
            + "Get-Secret or ConvertTo-SecureString give.");
}
