# What the suites share: where the module lies, messages to write, and the entrypoint as a process.

$root = [System.IO.Path]::GetFullPath("$PSScriptRoot/../..")

# The module that is tested, as the build leaves it.
$ModuleFolder = "$root/artifacts/module/AirbyteKafka"
$Examples = "$root/examples"

# The shell that runs the tests runs the scripts under test too.
$Pwsh = [System.IO.Path]::Combine($PSHOME, $IsWindows ? 'pwsh.exe' : 'pwsh')

# Far longer than anything takes: it ends a test that hangs, it measures nothing.
$patience = [timespan]::FromMinutes(2)

function Get-Catalog([string[]] $Stream) {
    @{ streams = @($Stream | ForEach-Object { @{ stream = @{ name = $_; json_schema = @{} }; sync_mode = 'full_refresh'; destination_sync_mode = 'append' } }) }
}

function Get-RecordLine([string] $Stream, [string] $Data = '{}') {
    '{"type":"RECORD","record":{"stream":"' + $Stream + '","emitted_at":1700000000000,"data":' + $Data + '}}'
}

function Get-StateLine([string] $Stream, [int] $Cursor) {
    '{"type":"STATE","state":{"type":"STREAM","stream":{"stream_descriptor":{"name":"' + $Stream + '"},"stream_state":{"cursor":' + $Cursor + '}}}}'
}

# What a command ended with: the error that stopped it, or nothing.
function Get-Failure([scriptblock] $Command) {
    try { & $Command | Out-Null }
    catch { $_ }
}

<#
.SYNOPSIS
    Runs a script in a pwsh process of its own, with exact bytes on its stdin.
.PARAMETER Signal
    Sent to the process once it has written a line that matches SignalAt; stdin stays open until then.
.OUTPUTS
    ExitCode, Lines (of stdout), Messages (those of the lines that are JSON), Stderr.
#>
function Invoke-Script {
    param(
        [Parameter(Mandatory)] [string] $Path,
        [string[]] $Argument = @(),
        [string] $InputText = '',
        [string] $WorkingDirectory = $PWD.ProviderPath,
        [hashtable] $Environment = @{},
        [string] $Signal,
        [string] $SignalAt = '"STATE"'
    )
    $start = [System.Diagnostics.ProcessStartInfo]::new($Pwsh)
    foreach ($word in @('-NoProfile', '-NonInteractive', '-File', $Path) + $Argument) { $start.ArgumentList.Add($word) }
    foreach ($name in $Environment.Keys) { $start.Environment[$name] = $Environment[$name] }
    $start.WorkingDirectory = $WorkingDirectory
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardInputEncoding = $start.StandardOutputEncoding = [System.Text.UTF8Encoding]::new($false)
    $process = [System.Diagnostics.Process]::Start($start)
    try {
        $process.StandardInput.AutoFlush = $true
        $stderr = $process.StandardError.ReadToEndAsync()
        $lines = [System.Collections.Generic.List[string]]::new()
        if ($Signal) {
            $process.StandardInput.Write($InputText)
            while ($lines.Count -eq 0 -or $lines[-1] -notmatch $SignalAt) {
                $line = $process.StandardOutput.ReadLineAsync().WaitAsync($patience).GetAwaiter().GetResult()
                if ($null -eq $line) { throw "The process ended before it wrote a line like $SignalAt. stderr: $($stderr.Result)" }
                $lines.Add($line)
            }
            & kill "-$Signal" $process.Id
        }
        $stdout = $process.StandardOutput.ReadToEndAsync()
        if (-not $Signal) {
            $process.StandardInput.Write($InputText)
            $process.StandardInput.Close()
        }
        if (-not $process.WaitForExit($patience)) { throw "The process did not end within $patience." }
        $lines.AddRange([string[]] ($stdout.Result.Split("`n", [System.StringSplitOptions]::RemoveEmptyEntries)))
        [pscustomobject]@{
            ExitCode = $process.ExitCode
            Lines    = $lines.ToArray()
            Messages = @(foreach ($line in $lines) { try { ConvertFrom-Json $line } catch [System.ArgumentException] { Write-Debug $line } })
            Stderr   = $stderr.Result
        }
    }
    finally {
        if (-not $process.HasExited) { $process.Kill() }
        $process.Dispose()
    }
}

function Invoke-Entrypoint {
    [CmdletBinding(PositionalBinding = $false)]
    param([Parameter(ValueFromRemainingArguments)] [string[]] $Argument = @(), [hashtable] $With = @{})
    Invoke-Script -Path "$ModuleFolder/entrypoint.ps1" -Argument $Argument @With
}

Export-ModuleMember -Function Get-Catalog, Get-RecordLine, Get-StateLine, Get-Failure, Invoke-Script, Invoke-Entrypoint -Variable ModuleFolder, Examples, Pwsh
