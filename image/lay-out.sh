#!/bin/sh
# What the image adds to the runtime's: builds the module and PowerShell for one processor and lays out a root folder with them.
# usage: image/lay-out.sh ARCHITECTURE(amd64|arm64) FRAMEWORKS TO [OPTION OF dotnet build]...
set -eu
architecture=$1 frameworks=$2 to=$3
shift 3
case $architecture in
  amd64) machine=linux-x64 ;;
  arm64) machine=linux-arm64 ;;
  *) echo "The image is for amd64 and arm64, not for '$architecture'." >&2; exit 1 ;;
esac
set -- -p:MachineRuntimeIdentifier=$machine -p:MachineFramework="$(echo "$frameworks"/*)/" "$@"
dotnet build src/Shell -c Release --no-restore "$@"

opt=$to/opt/airbyte-kafka
module=$opt/AirbyteKafka
mkdir -p "$opt" "$to/usr/bin" "$to/usr/share/doc/airbyte-kafka"
cp -R artifacts/module/AirbyteKafka "$module"
cp -R artifacts/pwsh-container "$opt/pwsh"
install -m 755 image/entrypoint.sh "$opt/entrypoint.sh"
ln -s /opt/airbyte-kafka/pwsh/pwsh "$to/usr/bin/pwsh"

# One processor's native client; the others, and the one that is only for systems with another C library or another name of libsasl2, stay out.
find "$module/lib/runtimes" -mindepth 1 -maxdepth 1 ! -name $machine -exec rm -r {} +
find "$module/lib/runtimes" -name '*.so' ! -name librdkafka.so -delete
find "$opt" -name '*.pdb' -delete

# The licences of what is inside. PowerShell's own lie beside it; Confluent.Kafka's package only names its own.
licences=$to/usr/share/doc/airbyte-kafka
packages=${NUGET_PACKAGES:-$HOME/.nuget/packages}
cp LICENSE "$licences/LICENSE"
cp "$packages"/librdkafka.redist/*/LICENSES.txt "$licences/librdkafka-LICENSES.txt"
sed -n 's/^ *<copyright>\(.*\)<\/copyright>/Confluent.Kafka: \1. Licensed under the Apache License, Version 2.0, as follows./p' \
  "$packages"/confluent.kafka/*/confluent.kafka.nuspec > "$licences/Confluent.Kafka-LICENSE.txt"
cat /usr/share/common-licenses/Apache-2.0 >> "$licences/Confluent.Kafka-LICENSE.txt"

chmod -R u=rwX,go=rX "$to"
