using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace AirbyteKafka.Tests.Cmdlets;

public sealed class ModuleTests(ModuleSession session) : IClassFixture<ModuleSession>
{
    // For entrypoint.ps1, which imports the assembly and not the manifest.
    private const string NotForUsers = "Invoke-AirbyteEntrypoint";

    private static IEnumerable<object?> Verbs => typeof(VerbsCommon).Assembly.GetExportedTypes()
        .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
        .SelectMany(type => type.GetFields()).Select(verb => verb.GetRawConstantValue());

    [Fact]
    public void The_manifest_exports_what_there_is_and_no_more()
    {
        var types = AssemblyLoadContext.Default.LoadFromAssemblyPath(ModuleAssembly.Path).GetExportedTypes();
        var cmdlets = types.Select(type => type.GetCustomAttribute<CmdletAttribute>()).OfType<CmdletAttribute>().Select(
            cmdlet => $"{cmdlet.VerbName}-{cmdlet.NounName}").Order(StringComparer.Ordinal).Where(name => name != NotForUsers);
        var aliases = types.SelectMany(type =>
            type.GetCustomAttribute<CmdletAttribute>() is null ? [] : type.GetCustomAttribute<AliasAttribute>()?.AliasNames ?? []).Order(
            StringComparer.Ordinal);
        var manifest = session.Run("param($path) $ast = [Management.Automation.Language.Parser]::ParseFile($path, [ref] $null, [ref] "
            + "$null); $ast.EndBlock.Statements[0].PipelineElements[0].Expression.SafeGetValue()", ModuleSession.Manifest).Output.Single()
                .BaseObject;
        var lists = session.Run("param($manifest) , @($manifest.CmdletsToExport); , @($manifest.AliasesToExport); , "
            + "@($manifest.FunctionsToExport + $manifest.VariablesToExport)", manifest)
            .Values.Cast<object[]>().Select(list => list.Cast<string>().Order(StringComparer.Ordinal)).ToList();

        Assert.Equal([.. cmdlets], lists[0]);
        Assert.Equal([.. aliases], lists[1]);
        Assert.Empty(lists[2]);
        Assert.Equal([.. cmdlets, .. aliases],
            session.Run("(Get-Module AirbyteKafka).ExportedCommands.Keys").Values.Cast<string>().Order(StringComparer.Ordinal).OrderBy(
            aliases.Contains));
    }

    [Fact]
    public void Importing_again_with_Force_changes_nothing() => Assert.Equal(
        session.Run("(Get-Module AirbyteKafka).ExportedCommands.Keys").Values,
        session.Run("param($path) Import-Module $path -Force; Import-Module $path -Force; (Get-Module "
            + "AirbyteKafka).ExportedCommands.Keys", ModuleSession.Manifest).Values);

    [Fact]
    public void What_changes_something_outside_of_the_session_can_be_asked_what_if() => Assert.All(
        session.Run("Get-Command -Module AirbyteKafka -CommandType Cmdlet").Values.Cast<CmdletInfo>(),
        cmdlet =>
        {
            var changes = cmdlet.Verb is not ("Connect" or "ConvertFrom" or "ConvertTo" or "Disconnect" or "Get" or "Receive" or "Start"
                or "Test") && cmdlet.Name != "New-AirbyteCatalog";
            Assert.Equal((cmdlet.Name, changes, changes),
                (cmdlet.Name, cmdlet.Parameters.ContainsKey("WhatIf"), cmdlet.Parameters.ContainsKey("Confirm")));
        });

    [Fact]
    public void Cmdlets_follow_the_guidelines() => Assert.All(
        session.Run("Get-Command -Module AirbyteKafka -CommandType Cmdlet").Values.Cast<CmdletInfo>(),
        cmdlet =>
        {
            Assert.NotEmpty(cmdlet.OutputType);
            Assert.Contains(cmdlet.Verb, Verbs);

            // Nothing of others shows, and a third argument without a name would be a riddle.
            Assert.All(cmdlet.Parameters.Values, parameter =>
                Assert.DoesNotContain("Confluent", parameter.ParameterType.FullName, StringComparison.Ordinal));
            Assert.All(cmdlet.ParameterSets, set =>
                Assert.All(set.Parameters, parameter => Assert.InRange(parameter.Position, int.MinValue, 1)));
        });
}
