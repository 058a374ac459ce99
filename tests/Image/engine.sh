# Gives `build` and `engine`, a buildah and a podman of this run's own storage. Sourced by run.

# Installs what is missing of the distribution's packages: NAME=COMMAND...
install_missing() {
  local missing=() pair
  for pair in "$@"; do
    command -v "${pair#*=}" > /dev/null || [ -x "/usr/sbin/${pair#*=}" ] || missing+=("${pair%%=*}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  [ "$(id -u)" -eq 0 ] && command -v apt-get > /dev/null || { echo "Missing, and only root can install them with apt-get: ${missing[*]}"; return 1; }
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; } > "$work/apt.log" 2>&1 \
    || { tail -5 "$work/apt.log"; echo "Could not be installed: ${missing[*]}"; return 1; }
}

# Settings of their own for buildah and podman: their storage lies in the cache, and limits are such as a container without CAP_SYS_RESOURCE may have.
configure_engine() { # FOLDER
  local files processes driver
  mkdir -p "$1/storage" "$1/run"
  files=$(ulimit -Hn) processes=$(ulimit -Hu)
  [ "$files" != unlimited ] && [ "$files" -le 20000 ] || files=20000
  [ "$processes" != unlimited ] && [ "$processes" -le 16384 ] || processes=16384
  cat > "$1/containers.conf" << CONF
[containers]
default_ulimits = ["nofile=$files:$files", "nproc=$processes:$processes"]
netns = "host"
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "file"
CONF
  export CONTAINERS_CONF=$1/containers.conf CONTAINERS_STORAGE_CONF=$1/storage.conf
  for driver in overlay vfs; do
    printf '[storage]\ndriver = "%s"\ngraphroot = "%s"\nrunroot = "%s"\n' "$driver" "$1/storage" "$1/run" > "$CONTAINERS_STORAGE_CONF"
    podman info > "$work/info.log" 2>&1 && return
  done
  tail -3 "$work/info.log"
  return 1
}

build() { buildah bud --isolation chroot --pull=never "$@"; }
