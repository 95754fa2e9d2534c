#!/usr/bin/env bash
# Starts a server under test the way Complement asks for: as $SERVER_NAME, with a certificate from the authority that the
# suite provides. The COMPLEMENT_ variables move what it uses, to try it without a container.
set -euo pipefail

: "${SERVER_NAME:?the suite names the server}"
program=${COMPLEMENT_PROGRAM:-/usr/bin/heliograph}
authority=${COMPLEMENT_CA:-/complement/ca}
appservices=${COMPLEMENT_APPSERVICES:-/complement/appservice}
data=${COMPLEMENT_DATA:-/data}
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$data"

# The container's name is not known before it starts, so neither is the certificate's.
if [ ! -e "$data/tls.crt" ]; then
    host=${SERVER_NAME%%:*}
    kind=DNS
    [[ $host =~ ^[0-9.]+$ ]] && kind=IP
    openssl req -new -newkey rsa:2048 -nodes -subj "/CN=$host" -keyout "$data/tls.key" -out "$data/tls.csr" 2>/dev/null
    openssl x509 -req -in "$data/tls.csr" -CA "$authority/ca.crt" -CAkey "$authority/ca.key" -CAcreateserial \
        -CAserial "$data/ca.srl" -days 30 -sha256 -extfile <(printf 'subjectAltName=%s:%s' "$kind" "$host") \
        -out "$data/tls.crt" 2>/dev/null
fi

registrations=""
for file in "$appservices"/*.yaml; do
    [ -e "$file" ] && registrations+="\"$file\","
done

export HELIOGRAPH_SERVER_NAME=$SERVER_NAME
export HELIOGRAPH_PUBLIC_BASE_URL=${COMPLEMENT_BASE_URL:-http://$SERVER_NAME:8008}
export HELIOGRAPH_DATABASE__URL=${COMPLEMENT_DATABASE:-sqlite://$data/heliograph.db}
export HELIOGRAPH_SIGNING_KEY__PATH=$data/signing.key
export HELIOGRAPH_MEDIA__STORAGE=file://$data/media
export HELIOGRAPH_LISTENERS__1__TLS__CERTIFICATE=$data/tls.crt
export HELIOGRAPH_LISTENERS__1__TLS__PRIVATE_KEY=$data/tls.key
export HELIOGRAPH_OUTBOUND__EXTRA_CA_CERTIFICATES="[\"$authority/ca.crt\"]"
export HELIOGRAPH_APPLICATION_SERVICES__REGISTRATIONS="[${registrations%,}]"
exec "$program" serve --config "$here/config.toml"
