<#
.SYNOPSIS
    The end of entrypoint.ps1 after a failure: a TRACE message for what nobody has reported yet, and the exit code.
.PARAMETER Failure
    What went wrong.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory, Position = 0)]
    [System.Management.Automation.ErrorRecord] $Failure
)

# What the command threw on purpose, it has put into a TRACE itself.
if ($Failure.Exception.GetType().Name -eq 'AirbyteKafkaException') { exit $Failure.Exception.ExitCode }

$text = $Failure.Exception.Message
if ($Failure.Exception -is [System.IO.FileNotFoundException] -or $Failure.Exception -is [System.IO.FileLoadException]) {
    $text += " Files of the module are missing or damaged in $($PSScriptRoot): put the whole module there again, or take the image anew."
}

$at = [System.DateTimeOffset]::UtcNow.ToUnixTimeMilliseconds()
$message = [System.Text.Json.JsonSerializer]::Serialize($text, [string])
$internal = [System.Text.Json.JsonSerializer]::Serialize("$($Failure.Exception.GetType().Name), line $($Failure.InvocationInfo.ScriptLineNumber) of the entrypoint", [string])
$e = "{`"message`":$message,`"internal_message`":$internal,`"failure_type`":`"system_error`"}"
[System.Console]::Out.WriteLine("{`"type`":`"TRACE`",`"trace`":{`"type`":`"ERROR`",`"emitted_at`":$at,`"error`":$e}}")
exit 1
