using System.Globalization;
using System.Management.Automation;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace AirbyteKafka.Tools.Help;

/// <summary>Makes the file that Get-Help reads: texts from docs/cmdlets.md, facts from the cmdlets themselves.</summary>
internal static class MamlFile
{
    private static readonly XNamespace Maml = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace Command = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace Dev = "http://schemas.microsoft.com/maml/dev/2004/10";
    private static readonly XNamespace Help = "http://msh";

    private static readonly Dictionary<string, string> Standard = new()
    {
        ["WhatIf"] = "Shows what would happen if the command ran. Nothing is done.",
        ["Confirm"] = "Asks before anything is done.",
    };

    /// <summary>A cmdlet's own parameters: all but the common ones.</summary>
    internal static IEnumerable<CommandParameterInfo> ParametersOf(CommandParameterSetInfo set) =>
        set.Parameters.Where(parameter => !Cmdlet.CommonParameters.Contains(parameter.Name));

    /// <summary>Whether this generator itself says what a parameter is for.</summary>
    internal static bool IsStandard(string parameter) => Standard.ContainsKey(parameter);

    internal static string Write(IEnumerable<CmdletInfo> cmdlets, IReadOnlyList<CmdletHelp> pages)
    {
        var root = new XElement(
            Help + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.OrderBy(cmdlet => cmdlet.Name, StringComparer.Ordinal).Select(
                cmdlet => WriteCmdlet(cmdlet, pages.Single(page => page.Name == cmdlet.Name))));
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true }))
        {
            root.Save(xml);
        }

        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- Generated from docs/cmdlets.md and the cmdlets; dotnet run --project "
            + $"tools/Help writes it anew. -->\n{text}\n";
    }

    private static XElement WriteCmdlet(CmdletInfo cmdlet, CmdletHelp page) => new(
        Command + "command",
        new XAttribute(XNamespace.Xmlns + "maml", Maml),
        new XAttribute(XNamespace.Xmlns + "command", Command),
        new XAttribute(XNamespace.Xmlns + "dev", Dev),
        new XElement(
            Command + "details",
            new XElement(Command + "name", cmdlet.Name),
            Describe(page.Synopsis),
            new XElement(Command + "verb", cmdlet.Verb),
            new XElement(Command + "noun", cmdlet.Noun)),
        Describe(page.Description),
        new XElement(Command + "syntax", cmdlet.ParameterSets.Select(set => new XElement(
            Command + "syntaxItem",
            new XElement(Maml + "name", cmdlet.Name),
            ParametersOf(set).OrderBy(parameter => parameter.Position < 0).ThenBy(parameter => parameter.Position).Select(
                parameter => WriteParameter(cmdlet, page, parameter))))),
        new XElement(
            Command + "parameters",
            cmdlet.ParameterSets.SelectMany(ParametersOf).DistinctBy(parameter => parameter.Name)
                .OrderBy(parameter => IsStandard(parameter.Name))
                .Select(parameter => WriteParameter(cmdlet, page, parameter))),
        new XElement(Command + "inputTypes", page.Inputs.Select(input => WriteType(Command + "inputType", input))),
        new XElement(Command + "returnValues", page.Outputs.Select(output => WriteType(Command + "returnValue", output))),
        new XElement(Command + "examples", page.Examples.Select(WriteExample)),
        new XElement(Command + "relatedLinks", new XElement(
            Maml + "navigationLink", new XElement(Maml + "linkText", "Online version"),
                new XElement(Maml + "uri", Attribute(cmdlet).HelpUri))));

    private static XElement WriteParameter(CmdletInfo cmdlet, CmdletHelp page, CommandParameterInfo parameter)
    {
        var isSwitch = parameter.ParameterType == typeof(SwitchParameter);
        var type = TypeName(parameter.ParameterType);
        var text = Standard.GetValueOrDefault(parameter.Name) ?? page.Parameters.Single(entry => entry.Name == parameter.Name).Text;
        return new XElement(
            Command + "parameter",
            new XAttribute("required", Lower(parameter.IsMandatory)),
            new XAttribute("variableLength", Lower(parameter.ParameterType.IsArray)),
            new XAttribute("globbing", Lower(parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any())),
            new XAttribute("pipelineInput", Pipeline(parameter)),
            new XAttribute("position", parameter.Position < 0 ? "named" : parameter.Position.ToString(CultureInfo.InvariantCulture)),
            new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
            new XElement(Maml + "name", parameter.Name),
            Describe(text),
            isSwitch ? null : new XElement(Command + "parameterValue", new XAttribute("required", "true"),
                new XAttribute("variableLength", Lower(parameter.ParameterType.IsArray)), type),
            new XElement(Dev + "type", new XElement(Maml + "name", type)),
            new XElement(Dev + "defaultValue", Default(cmdlet, parameter)));
    }

    private static XElement WriteType(XName name, HelpEntry entry) => new(
        name,
        new XElement(Dev + "type", new XElement(Maml + "name", Plain(entry.Name.Length > 0 ? entry.Name : entry.Text))),
        Describe(entry.Name.Length > 0 ? entry.Text : ""));

    private static XElement WriteExample(HelpExample example, int index) => new(
        Command + "example",
        new XElement(Maml + "title", string.Create(CultureInfo.InvariantCulture, $"Example {index + 1}: {example.Title}")),
        new XElement(Dev + "code", example.Code),
        new XElement(Dev + "remarks", new XElement(Maml + "para", Plain(example.Remarks))));

    private static XElement Describe(params IEnumerable<string> paragraphs) =>
        new(Maml + "description", paragraphs.Select(paragraph => new XElement(Maml + "para", Plain(paragraph))));

    private static string Plain(string markdown) => markdown.Replace("`", "", StringComparison.Ordinal);

    private static string Pipeline(CommandParameterInfo parameter) =>
        (parameter.ValueFromPipeline, parameter.ValueFromPipelineByPropertyName) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static string Default(CmdletInfo cmdlet, CommandParameterInfo parameter)
    {
        using var instance = Activator.CreateInstance(cmdlet.ImplementingType) as IDisposable;
        var value = IsStandard(parameter.Name) ? false : cmdlet.ImplementingType.GetProperty(parameter.Name)!.GetValue(instance);
        return value switch
        {
            int number => number.ToString(CultureInfo.InvariantCulture),
            bool or SwitchParameter => "False",
            _ => "None",
        };
    }

    private static string TypeName(Type type) => (Nullable.GetUnderlyingType(type) ?? type).Name;

    private static CmdletAttribute Attribute(CmdletInfo cmdlet) =>
        (CmdletAttribute)System.Attribute.GetCustomAttribute(cmdlet.ImplementingType, typeof(CmdletAttribute))!;

    private static string Lower(bool value) => value ? "true" : "false";
}
