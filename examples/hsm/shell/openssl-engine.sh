#!/bin/sh
# OpenSSL signs with a key in the HSM, by its pkcs11 engine (Debian: libengine-pkcs11-openssl).
#
#   examples/hsm/shell/openssl-engine.sh MODULE TOKEN PIN-FILE KEY FILE
#
# KEY is the label of a key that is there (pkcs11-tool.sh makes one). The engine uses RSA and ECDSA; a
# token with an Ed25519 key in it is one that it finds no key of. FILE.sig is the signature.
set -eu
if [ $# -ne 5 ]; then
    sed -n '2,7s/^# \{0,1\}//p' "$0" >&2
    exit 2
fi
module=$1 token=$2 pin_file=$3 key=$4 file=$5

PKCS11_MODULE_PATH=$module
export PKCS11_MODULE_PATH

# The engine takes the whole file for the PIN, so it gets one without an end of line, which is its own.
pin=$(mktemp)
trap 'rm -f "$pin"' EXIT
printf %s "$(head -n 1 "$pin_file")" > "$pin"
openssl dgst -engine pkcs11 -keyform engine -sha256 \
    -sign "pkcs11:token=$token;object=$key;type=private;pin-source=file:$pin" \
    -out "$file.sig" "$file"

# The public half comes from the HSM, too; to verify, nothing else is needed of it.
openssl pkey -engine pkcs11 -inform engine -pubin -pubout -out "$file.pub" \
    -in "pkcs11:token=$token;object=$key;type=public;pin-source=file:$pin"
openssl dgst -sha256 -verify "$file.pub" -signature "$file.sig" "$file"
