#!/usr/bin/env bash
# The software HSM as a process of its own beside SoftHSM in the caller's process, in one run: P-256
# signatures a second through PKCS#11 with a key that stays in the token, audit on; signatures in
# batches through the native API beside the crypto provider's own rate; finding a key among many.
#
#   bench/hsm-daemon.sh [--seconds N] [--rounds N] [--keys N]
#
# Default: 3 seconds a figure, 3 rounds, 100000 keys. The device and SoftHSM's token are made in
# .build/bench (or $ZONESEAL_BENCH) and are thrown away at the next run.
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

seconds=3
rounds=3
keys=100000
while [ $# -gt 0 ]; do
    case $1 in
        --seconds) seconds=$2 ;;
        --rounds) rounds=$2 ;;
        --keys) keys=$2 ;;
        *)
            sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done
need gcc make softhsm2-util
zoneseal=$root/zoneseal
"$zoneseal" --version > /dev/null
make -s -C "$root/clients/pkcs11" all
ours=$root/clients/pkcs11/build/libzoneseal-pkcs11.so
theirs=/usr/lib/softhsm/libsofthsm2.so

here=$work/hsm-daemon
rm -rf "$here"
mkdir -p "$here/tokens"
export SOFTHSM2_CONF=$here/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' "$here/tokens" \
    > "$SOFTHSM2_CONF"
(
    umask 077
    echo bench-password > "$here/password"
    echo bench-officer > "$here/so-pin"
    echo bench-user-pin > "$here/pin"
)
softhsm2-util --init-token --free --label bench --pin bench-user-pin --so-pin bench-officer > /dev/null

# A socket's path is short; the folder's may be long.
store=$here/device
socket=$(mktemp -u "${TMPDIR:-/tmp}/zoneseal-bench-XXXXXX")
export ZONESEAL_HSM=unix:$socket
"$zoneseal" hsm init "$store" --secret-file "$here/secret" --admin admin \
    --admin-password-file "$here/password" > /dev/null
"$zoneseal" hsm serve "$store" --listen "$ZONESEAL_HSM" > "$here/daemon.log" 2>&1 &
daemon=$!
trap 'kill "$daemon" 2> /dev/null || true; rm -f "$socket"' EXIT
for _ in $(seq 100); do
    [ ! -S "$socket" ] || break
    sleep 0.1
done
admin=(--login admin --password-file "$here/password")
for slot in 1 2; do
    label=bench
    [ "$slot" = 1 ] || label=many
    "$zoneseal" hsm slot init "$slot" --label "$label" --so-pin-file "$here/so-pin" \
        --pin-file "$here/pin" "${admin[@]}" > /dev/null
done
"$zoneseal" hsm user add bench --role all --new-password-file "$here/password" "${admin[@]}" > /dev/null

gcc -O2 -std=gnu11 -o "$here/rawrate" "$root/bench/rawrate.c" -ldl -lpthread
gcc -O2 -std=gnu11 -o "$here/findrate" "$root/bench/findrate.c" -ldl -lpthread
rate() {
    "$here/rawrate" "$1" bench "$here/pin" "$2" "$seconds"
}

machine
# The first seconds of a daemon are not those of its days.
rate "$ours" 2 > /dev/null
rate "$ours" 8 > /dev/null
echo "P-256 signatures a second: C_SignInit and C_Sign in a loop in C, a key that stays"
echo "  threads   SoftHSM in process   through our library   ratio"
for threads in 1 8; do
    for _ in $(seq "$rounds"); do
        echo "$threads $(rate "$theirs" "$threads") $(rate "$ours" "$threads")"
    done
done | awk '{ printf "  %7d %20d %21d %7.2f\n", $1, $2, $3, $3 / $2
              sum[$1] += $3 / $2; count[$1]++ }
        END { for (t in sum) printf "  mean ratio with %d threads: %.2f\n", t, sum[t] / count[t] }'

echo "Batches through the native API on one connection, P-256 signatures a second"
lib=$root/app/target/lib
"$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -cp "$lib/*" \
    "$root/bench/src/main/java/org/zoneseal/bench/BatchRate.java" \
    "$ZONESEAL_HSM" 1 bench "$here/password" "$seconds" | sed 's/^/  /'

echo "Finding one key, through our library"
"$here/findrate" "$ours" many "$here/pin" "$keys"
