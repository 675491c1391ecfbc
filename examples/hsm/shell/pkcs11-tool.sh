#!/bin/sh
# A key made, listed and used with OpenSC's pkcs11-tool; OpenSSL verifies without the HSM.
#
#   examples/hsm/shell/pkcs11-tool.sh MODULE TOKEN PIN-FILE KEY FILE
#
# KEY is a label. FILE.sig is the signature, FILE.pub the public key.
set -eu
if [ $# -ne 5 ]; then
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
module=$1 token=$2 pin_file=$3 key=$4 file=$5

# From a file by way of the environment: other users see a command line.
PIN=$(head -n 1 "$pin_file")
export PIN
tool() {
    pkcs11-tool --module "$module" --token-label "$token" --login --pin env:PIN "$@"
}

# pkcs11-tool signs with the key of an id; given a label alone, it takes the first key that it finds.
id=$(printf %s "$key" | openssl dgst -sha256 -r | cut -c 1-16)

if ! tool --list-objects --type privkey | grep -q "ID: *$id\$"; then
    tool --keypairgen --key-type EC:prime256v1 --label "$key" --id "$id"
fi
tool --list-objects --type privkey

openssl dgst -sha256 -binary -out "$file.hash" "$file"
tool --sign --mechanism ECDSA --signature-format openssl --id "$id" \
    --input-file "$file.hash" --output-file "$file.sig"
tool --read-object --type pubkey --id "$id" --output-file "$file.pub"
openssl dgst -sha256 -verify "$file.pub" -signature "$file.sig" "$file"
