using System.Globalization;
using System.Management.Automation;
using AirbyteKafka.Cmdlets.Json;

namespace AirbyteKafka.Cmdlets.Arguments;

/// <summary>Takes a number as milliseconds; PowerShell itself would take it as units of 100 ns.</summary>
/// <remarks>A TimeSpan, also as text, stays what it is.</remarks>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MillisecondsAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => PowerShellObject.Unwrap(inputData) switch
    {
        TimeSpan time => time,
        string text when text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture,
            out var time) =>
            time,
        { } value when LanguagePrimitives.TryConvertTo<double>(value, CultureInfo.InvariantCulture, out var milliseconds)
            && Math.Abs(milliseconds) <= TimeSpan.MaxValue.TotalMilliseconds / 2 => TimeSpan.FromMilliseconds(milliseconds),
        _ => throw new ArgumentTransformationMetadataException(
            "It has to be a number of milliseconds, such as 200, or a TimeSpan, such as 00:00:01.5."),
    };
}
