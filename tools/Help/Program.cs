using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using AirbyteKafka.Tools.Help;

string Known(string key) => Assembly.GetExecutingAssembly()
    .GetCustomAttributes<AssemblyMetadataAttribute>().First(attribute => attribute.Key == key).Value!;

var state = InitialSessionState.CreateDefault2();
state.ThrowOnRunspaceOpenError = true;
using var shell = PowerShell.Create(state);
var cmdlets = shell
    .AddScript("param($manifest) Import-Module $manifest -ErrorAction Stop; Get-Command -Module AirbyteKafka -CommandType Cmdlet")
    .AddArgument(Path.Combine(Known("ModuleDirectory"), "AirbyteKafka.psd1"))
    .Invoke<CmdletInfo>();
var root = Known("RepositoryRoot");
var pages = HelpPage.Read(File.ReadAllText(Path.Combine(root, "docs", "cmdlets.md")));
var file = Path.GetFullPath(Path.Combine(root, "module", "en-US", "AirbyteKafka.dll-Help.xml"));
File.WriteAllText(file, MamlFile.Write(cmdlets, pages));
Console.WriteLine($"{cmdlets.Count} cmdlets: {file}");
