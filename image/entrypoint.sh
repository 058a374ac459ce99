#!/bin/sh
# Airbyte's commands, in the PowerShell beside this script.
here=${0%/*}
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
