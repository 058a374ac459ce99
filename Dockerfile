# The Airbyte destination as an image, for linux/amd64 and linux/arm64: docs/image.md.
#
#   docker build -t airbyte-kafka .        (or podman, or buildah)
#
# The base images are arguments, so that they can be pinned by digest or come from a registry of one's own. Stages name their platform, because
# buildah 1.28 takes the last one's otherwise.
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/runtime:10.0

# The framework of the target, which is compiled against. Nothing of this stage runs.
FROM --platform=$TARGETPLATFORM ${RUNTIME_IMAGE} AS framework

# Runs on the builder's own processor, whatever the target's: the compiler writes code for either.
FROM --platform=$BUILDPLATFORM ${SDK_IMAGE} AS build
# As in src/Shell, unless given; the hash is the one that NuGet writes into .nupkg.metadata.
ARG POWERSHELL_VERSION
ARG POWERSHELL_CONTENT_HASH
ENV CI=true DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_EnableDiagnostics=0
WORKDIR /source
COPY global.json .editorconfig Directory.*.props ./
COPY src/ReadyToRun.targets src/
COPY src/Core/*.csproj src/Core/*.targets src/Core/packages.lock.json src/Core/
COPY src/Cmdlets/*.csproj src/Cmdlets/*.targets src/Cmdlets/packages.lock.json src/Cmdlets/
COPY src/Shell/*.csproj src/Shell/*.targets src/Shell/packages.lock.json src/Shell/
# A certificate authority or a feed of one's own comes in as a secret: it is in no layer. Without them the base's and NuGet's defaults hold.
RUN --mount=type=secret,id=nuget,target=/root/.nuget/NuGet/NuGet.Config \
    --mount=type=secret,id=ca,target=/etc/ssl/certs/ca-certificates.crt \
    dotnet restore src/Shell -p:CompileReadyToRun=true \
      ${POWERSHELL_VERSION:+"-p:PowerShellVersion=$POWERSHELL_VERSION"} ${POWERSHELL_CONTENT_HASH:+"-p:PowerShellContentHash=$POWERSHELL_CONTENT_HASH"}
COPY . .
COPY --from=framework /usr/share/dotnet/shared/Microsoft.NETCore.App /framework
ARG TARGETARCH
ARG VERSION=0.1.0
RUN image/lay-out.sh "${TARGETARCH:-$(dpkg --print-architecture)}" /framework /out \
      -p:Version="$VERSION" -p:CompileReadyToRun=true \
      ${POWERSHELL_VERSION:+"-p:PowerShellVersion=$POWERSHELL_VERSION"} ${POWERSHELL_CONTENT_HASH:+"-p:PowerShellContentHash=$POWERSHELL_CONTENT_HASH"}

FROM --platform=$TARGETPLATFORM ${RUNTIME_IMAGE}
# Kerberos, which only librdkafka's build for amd64 has: it asks for libsasl2 by the name that Red Hat gives it, and runs kinit for its tickets.
# Newer bases have a user 1000 already. The new one's day of birth would make each day's image another. USER is a number, because Kubernetes
# cannot tell whether a name is root's.
RUN apt-get update \
 && kerberos= && if [ "$(dpkg --print-architecture)" = amd64 ]; then kerberos='krb5-user libsasl2-2 libsasl2-modules-gssapi-mit'; fi \
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ca-certificates $kerberos \
 && if [ -n "$kerberos" ]; then ln -s libsasl2.so.2 "$(echo /usr/lib/*/libsasl2.so.2 | sed 's/2$/3/')"; fi \
 && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/cache/debconf/*-old /var/cache/ldconfig/* /var/log/apt /var/log/dpkg.log /var/log/alternatives.log \
 && if getent passwd 1000 > /dev/null; then userdel --remove "$(getent passwd 1000 | cut -d: -f1)" 2> /dev/null; fi \
 && if getent group 1000 > /dev/null; then groupdel "$(getent group 1000 | cut -d: -f1)"; fi \
 && groupadd --gid 1000 airbyte \
 && SOURCE_DATE_EPOCH=86400 useradd --no-log-init --uid 1000 --gid 1000 --home-dir /airbyte --no-create-home --shell /bin/sh airbyte \
 && install -d -o airbyte -g airbyte -m 755 /airbyte /config /secrets /custom_cache
COPY --from=build /out /
# A base that lacks what the native client needs fails here, and not in a sync.
RUN needs=$(ldd /opt/airbyte-kafka/AirbyteKafka/lib/runtimes/*/native/librdkafka.so) \
 && if echo "$needs" | grep 'not found' >&2; then echo 'The base image lacks libraries of the Kafka client.' >&2; exit 1; fi
ARG VERSION=0.1.0
LABEL io.airbyte.name=airbyte-kafka/destination-kafka \
      io.airbyte.version=$VERSION \
      org.opencontainers.image.title=AirbyteKafka \
      org.opencontainers.image.version=$VERSION \
      org.opencontainers.image.licenses=MIT
ENV AIRBYTE_ENTRYPOINT=/opt/airbyte-kafka/entrypoint.sh \
    PSModulePath=/opt/airbyte-kafka \
    POWERSHELL_TELEMETRY_OPTOUT=1 POWERSHELL_UPDATECHECK=Off NO_COLOR=1 \
    DOTNET_EnableDiagnostics=0 DOTNET_TieredPGO=0 DOTNET_gcConcurrent=0 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
WORKDIR /airbyte
USER 1000:1000
STOPSIGNAL SIGTERM
ENTRYPOINT ["/opt/airbyte-kafka/entrypoint.sh"]
