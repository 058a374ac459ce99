using System.Management.Automation;

namespace AirbyteKafka.Tests.Cmdlets;

/// <summary>What a script did.</summary>
/// <param name="Output">What it wrote.</param>
/// <param name="Errors">Its errors; a terminating one comes last.</param>
/// <param name="Warnings">Its warnings.</param>
public sealed record CommandOutcome(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>The .NET objects it wrote, where there was no error.</summary>
    public IReadOnlyList<object> Values => Errors is [var error, ..]
        ? throw new InvalidOperationException($"{error.FullyQualifiedErrorId}: {error}", error.Exception)
        : [.. Output.Select(value => value.BaseObject)];

    /// <summary>The one error: id without the cmdlet, category, message.</summary>
    public (string Id, ErrorCategory Category, string Message) Error =>
        Errors.Single() is var error ? (error.FullyQualifiedErrorId.Split(',')[0], error.CategoryInfo.Category, error.Exception.Message)
            : default;
}
