#!/usr/bin/env bash
# What stands between SoftHSM and a signed zone: its own rate, ours through it, and a zone signed by
# Zoneseal and by Knot with keys in the same token.
#
#   bench/hsm.sh [--size N] [--module LIB]
#
# Default: 100000 delegations. The token is made in .build/bench (or $ZONESEAL_BENCH) and is thrown
# away at the next run.
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

size=100000
module=/usr/lib/softhsm/libsofthsm2.so
while [ $# -gt 0 ]; do
    case $1 in
        --size) size=$2 ;;
        --module) module=$2 ;;
        *)
            sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done
need /usr/bin/time softhsm2-util kzonesign gcc
"$root/zoneseal" --version > /dev/null
input=$(zone "$size" 0.3)

token=$work/softhsm
rm -rf "$token"
mkdir -p "$token/tokens" "$token/knot/out"
export SOFTHSM2_CONF=$token/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$token/tokens" > "$SOFTHSM2_CONF"
softhsm2-util --init-token --free --label bench --pin 1234 --so-pin 5678 > /dev/null
(umask 077 && echo 1234 > "$token/pin")
gcc -O2 -std=gnu11 -o "$token/rawrate" "$root/bench/rawrate.c" -ldl -lpthread

machine
echo "P-256 signatures a second: C_SignInit and C_Sign in a loop in C, and zoneseal hsm bench"
for threads in 1 2 4; do
    printf '  raw      %d threads %8s\n' "$threads" \
        "$("$token/rawrate" "$module" bench "$token/pin" "$threads" 3)"
done
hsm=(--pkcs11 "$module" --token bench --pin-file "$token/pin" --state "$token/state")
"$root/zoneseal" hsm bench "${hsm[@]}" --algorithm 13 --lanes 1,2,4 --time 3s | sed 's/^/  /'

cat > "$token/knot.conf" << END
server:
    rundir: "$token/knot"
database:
    storage: "$token/knot"
keystore:
  - id: softhsm
    backend: pkcs11
    config: "pkcs11:token=bench;pin-value=1234 $module"
policy:
  - id: bench
    keystore: softhsm
    algorithm: ecdsap256sha256
    signing-threads: 2
    rrsig-lifetime: 14d
zone:
  - domain: example.
    file: "$input"
    dnssec-signing: on
    dnssec-policy: bench
    journal-content: none
END

: > "$results"
measure zoneseal "$root/zoneseal" sign "$input" --origin example. --out "$work/hsm.signed" \
    "${hsm[@]}" --threads 4 --no-proof
measure zoneseal+proof "$root/zoneseal" sign "$input" --origin example. \
    --out "$work/hsm.signed" "${hsm[@]}" --threads 4
measure kzonesign kzonesign -c "$token/knot.conf" -o "$token/knot/out" example.
echo "zone: $size delegations, 30 % with DS, NSEC, P-256 in SoftHSM; ratios to zoneseal"
table zoneseal
