using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;

namespace AirbyteKafka.EmbeddedShell;

/// <summary>
/// Lets `exit n` of a script file reach the host. The engine otherwise ends a script file at its `exit` as it ends a called
/// one, and leaves no more than $LASTEXITCODE, where native commands put their exit codes too. pwsh sets the same switch,
/// which has no public name; the engine's version is fixed by the lock file, and the exit code tests hold it.
/// </summary>
internal static class ScriptExit
{
    /// <summary>The next script file that runs hands its `exit` on, to <see cref="System.Management.Automation.Host.PSHost.SetShouldExit"/>.</summary>
    public static void HandToHost(Runspace runspace) => SetRethrowExit(ContextOf(runspace), true);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "get_ExecutionContext")]
    [return: UnsafeAccessorType("System.Management.Automation.ExecutionContext, System.Management.Automation")]
    private static extern object ContextOf(Runspace runspace);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_ScriptCommandProcessorShouldRethrowExit")]
    private static extern void SetRethrowExit(
        [UnsafeAccessorType("System.Management.Automation.ExecutionContext, System.Management.Automation")] object context, bool value);
}
