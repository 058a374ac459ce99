#!/bin/sh
# Airbyte's commands, in the PowerShell beside this script.
here=${0%/*}
# A closed stream's number would be taken by the first file or socket that is opened: an input that never ends, states that go astray. What
# stands in for it is an input without a line, and an output that takes none, which ends a sync with an error.
true 3>&2 || exec 2> /dev/null
{ true 3<&0; } 2> /dev/null || exec < /dev/null
{ true 3>&1; } 2> /dev/null || exec > /dev/full
# Also where a container is given an environment of its own: .NET is found by PATH, and ends without the other where the base has no ICU.
export PATH="${PATH:-/usr/local/bin:/usr/bin:/bin}"
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="${DOTNET_SYSTEM_GLOBALIZATION_INVARIANT:-1}"
# pwsh ends before the first line of a script where HOME cannot be written to, as under a read-only root.
for folder in "${HOME:-}" "${TMPDIR:-}" /tmp /dev/shm; do
  if [ -d "$folder" ] && [ -w "$folder" ]; then
    export HOME="$folder"
    exec "$here/pwsh/pwsh" -NoLogo -NoProfile -NonInteractive -File "$here/AirbyteKafka/entrypoint.ps1" "$@"
  fi
done
message='PowerShell cannot start in this container: it needs a folder to write to, and neither HOME nor /tmp is one. Mount a tmpfs at /tmp.'
printf '{"type":"TRACE","trace":{"type":"ERROR","emitted_at":%s000,"error":{"message":"%s","internal_message":"%s","failure_type":"system_error"}}}\n' \
  "$(date +%s)" "$message" "$message"
exit 1
