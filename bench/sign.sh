#!/usr/bin/env bash
# Signs the TLD-like zone with Zoneseal, BIND, Knot and ldns, interleaved, and prints a table.
#
#   bench/sign.sh [--size N] [--denial nsec|nsec3-opt-out] [--rounds N] [--skip PROGRAM]...
#
# Defaults: 1000000 delegations of which 30 % have a DS, NSEC, one round, P-256. Peers are run as
# their documentation says for two threads and without their own verification; Zoneseal's files and
# theirs stay in .build/bench (or $ZONESEAL_BENCH).
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

size=1000000
denial=nsec
rounds=1
skip=" "
while [ $# -gt 0 ]; do
    case $1 in
        --size) size=$2 ;;
        --denial) denial=$2 ;;
        --rounds) rounds=$2 ;;
        --skip) skip="$skip$2 " ;;
        *)
            sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done
case $denial in
    nsec)
        bind_denial=() ldns_denial=() knot_denial="nsec3: off"
        ;;
    nsec3-opt-out)
        bind_denial=(-3 - -A -H 0) ldns_denial=(-n -p -t 0)
        knot_denial="nsec3: on
    nsec3-opt-out: on
    nsec3-iterations: 0
    nsec3-salt-length: 0"
        ;;
    *)
        echo "bench: --denial is nsec or nsec3-opt-out" >&2
        exit 2
        ;;
esac
need /usr/bin/time dnssec-signzone dnssec-keygen kzonesign ldns-signzone
wanted() { [[ $skip != *" $1 "* ]]; }

if wanted zoneseal; then "$root/zoneseal" --version > /dev/null; fi
input=$(zone "$size" 0.3)

keys=$work/keys
if [ ! -d "$keys" ]; then
    mkdir "$keys.new"
    dnssec-keygen -q -K "$keys.new" -a ECDSAP256SHA256 example. > /dev/null
    dnssec-keygen -q -K "$keys.new" -a ECDSAP256SHA256 -f KSK example. > /dev/null
    mv "$keys.new" "$keys"
fi
mapfile -t key_names < <(cd "$keys" && ls -- *.key | sed 's/\.key$//')

knot=$work/knot-$denial
mkdir -p "$knot/out"
cat > "$knot/knot.conf" << END
server:
    rundir: "$knot"
database:
    storage: "$knot"
policy:
  - id: bench
    algorithm: ecdsap256sha256
    signing-threads: 2
    rrsig-lifetime: 14d
    $knot_denial
zone:
  - domain: example.
    file: "$input"
    dnssec-signing: on
    dnssec-policy: bench
    journal-content: none
END

state=$work/state
measure_zoneseal() {
    measure "$1" "$root/zoneseal" sign "$input" --origin example. --out "$work/zoneseal.signed" \
        --denial "$denial" --state "$state" --threads 2 "${@:2}"
}

: > "$results"
for ((round = 1; round <= rounds; round++)); do
    if wanted zoneseal; then measure_zoneseal zoneseal --no-proof; fi
    if wanted zoneseal+proof; then measure_zoneseal zoneseal+proof; fi
    if wanted kzonesign; then
        measure kzonesign kzonesign -c "$knot/knot.conf" -o "$knot/out" example.
    fi
    if wanted dnssec-signzone; then
        measure dnssec-signzone dnssec-signzone -q -S -P -n 2 -K "$keys" -d "$work" -o example. \
            "${bind_denial[@]}" -f "$work/bind.signed" "$input"
    fi
    if wanted ldns-signzone; then
        measure ldns-signzone env -C "$keys" ldns-signzone -o example. "${ldns_denial[@]}" \
            -f "$work/ldns.signed" "$input" "${key_names[@]}"
    fi
done

machine
echo "zone: $size delegations, 30 % with DS, $denial, P-256; best of $rounds by CPU; ratios to zoneseal"
table zoneseal
