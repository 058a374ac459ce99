# Stand-ins for the base images, which cannot be pulled where there is no way to their registry: a Debian, and this machine's .NET. Sourced by run.
# The SDK is not in its stand-in: it is mounted on /mnt while the image is built.

readonly runtime_base=localhost/airbytekafka-stand-in/runtime:10.0 sdk_base=localhost/airbytekafka-stand-in/sdk:10.0

# Of this month: security updates of the base matter little here, but an old base and new packages do not go together for ever.
bases_key() { # DOTNET
  { date +%Y-%m; "$1/dotnet" --list-runtimes; cat "$here/bases.sh" /etc/os-release; } | sha256sum | cut -c 1-16
}

make_bases() { # DOTNET
  local dotnet=$1 key suite sources
  key=$(bases_key "$dotnet")
  if [ "$(cat "$cache/bases.key" 2> /dev/null)" = "$key" ] && podman image exists "$runtime_base" && podman image exists "$sdk_base"; then
    echo 'kept'
    return
  fi
  rm -f "$cache/bases.key"
  suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
  sources=/etc/apt/sources.list.d/debian.sources
  [ -f "$sources" ] || sources=/etc/apt/sources.list
  mkdir "$work/base"
  # As in the newer of the real ones, there is a user with the id that the image gives its own.
  mmdebstrap --quiet --variant=essential --include=apt,ca-certificates,libssl3,libstdc++6,tzdata,passwd \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    --customize-hook='chroot "$1" groupadd --gid 1000 ubuntu' --customize-hook='chroot "$1" useradd --uid 1000 --gid 1000 --create-home ubuntu' \
    --customize-hook='ln -s /usr/share/dotnet/dotnet "$1/usr/bin/dotnet"' \
    "$suite" "$work/base/root.tar" "$sources" || return 1
  mkdir -p "$work/base/dotnet/shared"
  cp -R "$dotnet/dotnet" "$dotnet/host" "$work/base/dotnet/"
  cp -R "$dotnet/shared/Microsoft.NETCore.App" "$work/base/dotnet/shared/"
  printf 'FROM scratch\nADD root.tar /\nFROM 0\nCOPY dotnet /usr/share/dotnet\n' > "$work/base/Runtime"
  printf 'FROM scratch\nADD root.tar /\nENV DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1\nRUN ln -s /mnt /usr/share/dotnet\n' > "$work/base/Sdk"
  build -q --layers -t "$runtime_base" -f "$work/base/Runtime" "$work/base" > /dev/null \
    && build -q --layers -t "$sdk_base" -f "$work/base/Sdk" "$work/base" > /dev/null || return 1
  rm -r "$work/base"
  echo "$key" > "$cache/bases.key"
  echo "made: $suite with .NET of $dotnet"
}
