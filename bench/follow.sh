#!/usr/bin/env bash
# Measures how soon a change of one name is on its way again: a primary sends NOTIFY, zoneseal run
# fetches the change by IXFR, makes it durable, serves it and gives it on by IXFR.
#
#   bench/follow.sh [--size N] [--denial nsec|nsec3-opt-out] [--changes N]
#
# Defaults: 1000000 delegations of which 30 % have a DS, NSEC, 100 changes after 30 to get warm. The
# zone is one of bench/serve.sh; the changes are not signed, and the secondary verifies nothing.
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

size=1000000
denial=nsec
changes=100
while [ $# -gt 0 ]; do
    case $1 in
        --size) size=$2 ;;
        --denial) denial=$2 ;;
        --changes) changes=$2 ;;
        *)
            sed -n '2,8s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done
zoneseal=$root/zoneseal
"$zoneseal" --version > /dev/null
mvn -f "$root/pom.xml" -q -B -ntp -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    package
signed=$(signed "$size" "$denial")
here=$work/follow
rm -rf "$here"
mkdir -p "$here"
primary=5395
secondary=5396
cat > "$here/zoneseal.yaml" << END
version: 1
state: $here/state
listen: [127.0.0.1:$secondary]
zones:
  - name: example.
    primaries: [127.0.0.1:$primary]
    transfer: [127.0.0.1]
END

"$JAVA_HOME/bin/java" -XX:+UseCompactObjectHeaders -XX:+UseSerialGC \
    --enable-native-access=ALL-UNNAMED -cp "$root/bench/target/classes:$root/bench/target/lib/*" \
    org.zoneseal.bench.FollowLatency "$signed" "$primary" "$secondary" "$changes" &
measuring=$!
"$zoneseal" run --config "$here/zoneseal.yaml" > "$here/zoneseal.log" 2>&1 &
follower=$!
trap 'kill "$measuring" "$follower" 2> /dev/null || true' EXIT
machine
wait "$measuring"
