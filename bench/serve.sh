#!/usr/bin/env bash
# Serves one signed TLD-like zone with Zoneseal, NSD, Knot and BIND in turn and prints a table: CPU
# per answered query, memory after loading, its peak, the time to the first answer, and what a zone
# transfer costs.
#
#   bench/serve.sh [--size N] [--denial nsec|nsec3-opt-out] [--rounds N] [--seconds N]
#                  [--workers 1|2] [--skip PROGRAM]... [--no-transfer]
#
# Defaults: 100000 delegations of which 30 % have a DS, NSEC, two rounds of 10 seconds after 25
# seconds to get warm, one worker. Programs are echo, zoneseal, nsd, knot and bind. With one worker
# the server has the first processor for itself and dnsperf the second; with two they share both.
# 60 % of the questions get referrals, 20 % are for DS, 15 % get NXDOMAIN, 5 % are for the apex, all
# with DO; responses are minimal everywhere, and nobody limits rates. "echo" is a loop in C that sends
# queries back, with one worker: the system's part of the costs.
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"

size=100000
denial=nsec
rounds=2
seconds=10
workers=1
transfer=yes
skip=" "
while [ $# -gt 0 ]; do
    case $1 in
        --no-transfer)
            transfer=no
            shift
            continue
            ;;
        --size) size=$2 ;;
        --denial) denial=$2 ;;
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --workers) workers=$2 ;;
        --skip) skip="$skip$2 " ;;
        *)
            sed -n '2,15s/^# \{0,1\}//p' "$0" >&2
            exit 2
            ;;
    esac
    shift 2
done
need taskset dnsperf dig nsd knotd named cc
wanted() { [[ $skip != *" $1 "* ]]; }

zoneseal=$root/zoneseal
"$zoneseal" --version > /dev/null
input=$(zone "$size" 0.3)
signed=$(signed "$size" "$denial")
here=$work/serve
mkdir -p "$here"
port=5390

# 200000 questions in no order; the same ones at each run.
queries=$work/queries-$size.txt
if [ ! -s "$queries" ]; then
    awk 'BEGIN { srand(7) }
        $3 == "NS" && $1 != "@" && $1 != last { names[++count] = last = $1 }
        END {
            for (i = 0; i < 200000; i++) {
                name = names[1 + int(rand() * count)]; share = rand()
                if (share < 0.60) print "www." name ".example. A"
                else if (share < 0.80) print name ".example. DS"
                else if (share < 0.95) printf "%s%c%04d.example. A\n", name, 97 + int(rand() * 26), rand() * 10000
                else print "example. " (rand() < 0.5 ? "SOA" : rand() < 0.5 ? "NS" : "DNSKEY")
            } }' "$input" > "$queries.new"
    mv "$queries.new" "$queries"
fi

# The processes of a server, children included.
tree() {
    local child
    echo "$1"
    for child in $(cat "/proc/$1/task/$1/children" 2> /dev/null); do tree "$child"; done
}

# Sums of the tree: hundredths of a second of CPU; KB of PSS now; KB of each one's largest RSS.
cpu() { for p in $(tree "$1"); do cat "/proc/$p/stat" 2> /dev/null || true; done | sed 's/.*) //' | awk '{ s += $12 + $13 } END { print s + 0 }'; }
pss() { for p in $(tree "$1"); do cat "/proc/$p/smaps_rollup" 2> /dev/null || true; done | awk '/^Pss:/ { s += $2 } END { print s + 0 }'; }
peak() { for p in $(tree "$1"); do cat "/proc/$p/status" 2> /dev/null || true; done | awk '/^VmHWM:/ { s += $2 } END { print s + 0 }'; }

now() { date +%s.%N; }

configure_nsd() {
    mkdir -p "$here/nsd"
    cat > "$here/nsd/nsd.conf" << END
server:
    ip-address: 127.0.0.1
    port: $port
    server-count: $workers
    reuseport: yes
    username: ""
    chroot: ""
    zonesdir: "$here/nsd"
    database: ""
    pidfile: "$here/nsd/nsd.pid"
    xfrdfile: "$here/nsd/xfrd.state"
    xfrdir: "$here/nsd"
    zonelistfile: "$here/nsd/zone.list"
    minimal-responses: yes
    rrl-ratelimit: 0
    rrl-whitelist-ratelimit: 0
remote-control:
    control-enable: no
zone:
    name: example.
    zonefile: $signed
    provide-xfr: 127.0.0.1 NOKEY
END
}
start_nsd() { exec nsd -d -c "$here/nsd/nsd.conf"; }

configure_knot() {
    mkdir -p "$here/knot"
    cat > "$here/knot/knot.conf" << END
server:
    rundir: "$here/knot"
    listen: 127.0.0.1@$port
    udp-workers: $workers
    tcp-workers: 1
    background-workers: 1
database:
    storage: "$here/knot"
acl:
  - id: local
    address: 127.0.0.1
    action: transfer
zone:
  - domain: example.
    file: "$signed"
    journal-content: none
    acl: local
END
}
start_knot() { exec knotd -c "$here/knot/knot.conf"; }

configure_bind() {
    mkdir -p "$here/bind"
    cat > "$here/bind/named.conf" << END
options {
    directory "$here/bind";
    pid-file "$here/bind/named.pid";
    session-keyfile "$here/bind/session.key";
    listen-on port $port { 127.0.0.1; };
    listen-on-v6 { none; };
    recursion no;
    minimal-responses yes;
    dnssec-validation no;
    allow-transfer { 127.0.0.1; };
    notify no;
};
controls { };
zone "example." { type primary; file "$signed"; };
END
}
start_bind() { exec named -g -n "$workers" -c "$here/bind/named.conf"; }

configure_zoneseal() {
    mkdir -p "$here/zoneseal"
    cat > "$here/zoneseal/zoneseal.yaml" << END
version: 1
state: $here/zoneseal/state
listen: [127.0.0.1:$port]
lanes: $workers
zones:
  - name: example.
    file: $signed
    transfer: [127.0.0.1]
END
}
start_zoneseal() { exec "$zoneseal" run --config "$here/zoneseal/zoneseal.yaml"; }

configure_echo() { cc -O2 -o "$here/echo" "$root/bench/echo.c"; }
start_echo() { exec "$here/echo" "$port" 32 "$workers"; }

server=0
stop() {
    if [ "$server" -ne 0 ]; then
        kill "$server" 2> /dev/null || true
        wait "$server" 2> /dev/null || true
        server=0
    fi
}
trap stop EXIT

# boot NAME: starts it; sets server, and first to the seconds until it answered.
boot() {
    local began
    local pin=(taskset -c 0)
    [ "$workers" -eq 1 ] || pin=()
    began=$(now)
    ("start_$1") > "$here/$1.log" 2>&1 &
    server=$!
    for ((try = 0; try < 3000; try++)); do
        if dig @127.0.0.1 -p "$port" example. SOA +norecurse +tries=1 +time=1 2> /dev/null \
            | grep -q 'flags: qr aa'; then
            first=$(awk -v a="$began" -v b="$(now)" 'BEGIN { printf "%.2f", b - a }')
            # Loading may use both processors, as it would at any start; answering may not.
            if [ "$workers" -eq 1 ]; then
                for p in $(tree "$server"); do taskset -acp 0 "$p" > /dev/null 2>&1 || true; done
            fi
            return
        fi
        kill -0 "$server" 2> /dev/null || break
        sleep 0.02
    done
    echo "bench: $1 does not answer: $(tail -n 3 "$here/$1.log")" >&2
    exit 3
}

ask() {
    local pin=(taskset -c 1)
    [ "$workers" -eq 1 ] || pin=()
    "${pin[@]}" dnsperf -s 127.0.0.1 -p "$port" -d "$queries" -e -D -c 8 -T 1 -q 200 -l "$1"
}

# Adds "NAME queries/s µs-a-query lost-% others-%" to the results.
measure_queries() {
    local before after busy_before busy_after
    busy_before=$(busy)
    before=$(cpu "$server")
    ask "$seconds" > "$here/$1.dnsperf"
    after=$(cpu "$server")
    busy_after=$(busy)
    awk -v name="$1" -v cpu=$((after - before)) '
        /Queries completed:/ { done = $3 }
        /Queries per second:/ { rate = $4 }
        /Queries lost:/ { gsub(/[(%)]/, "", $4); lost = $4 }
        END { printf "query %s %.0f %.2f %s\n", name, rate, cpu * 10000 / done, lost }' \
        "$here/$1.dnsperf" >> "$results"
}

measure_transfer() {
    local before after
    before=$(cpu "$server")
    dig @127.0.0.1 -p "$port" example. AXFR +noall +stats > "$here/$1.axfr"
    after=$(cpu "$server")
    awk -v name="$1" -v cpu=$((after - before)) '
        /XFR size:/ { records = $4; bytes = $9; gsub(/[^0-9]/, "", bytes) }
        END { printf "axfr %s %d %.0f %.2f\n", name, records, bytes, cpu / 100 }' \
        "$here/$1.axfr" >> "$results"
}

run() {
    boot "$1"
    # Long enough for each to have given back what loading took.
    sleep 5
    echo "load $2 $first $(pss "$server") $(peak "$server")" >> "$results"
    [ "$2" = "$1" ] || { stop; return 0; }
    ask 25 > /dev/null
    for ((round = 0; round < rounds; round++)); do measure_queries "$1"; done
    echo "warm $1 $(pss "$server")" >> "$results"
    if [ "$transfer" = yes ] && [ "$1" != echo ]; then
        for ((transfer_round = 0; transfer_round < 5; transfer_round++)); do measure_transfer "$1"; done
    fi
    stop
}

: > "$results"
for program in echo nsd knot bind zoneseal; do
    wanted "$program" || continue
    "configure_$program"
    if [ "$program" = zoneseal ]; then rm -rf "$here/zoneseal/state"; fi
    run "$program" "$program"
    if [ "$program" = zoneseal ]; then run zoneseal zoneseal-journal; fi
done

machine
echo "zone: $size delegations, 30 % with DS, $denial, P-256, $workers worker(s); best of $rounds by CPU"
awk '
    { if (!($2 in seen)) { seen[$2] = 1; order[++count] = $2 } }
    $1 == "load" { first[$2] = $3; after[$2] = $4 / 1024; peak[$2] = $5 / 1024 }
    $1 == "warm" { warm[$2] = $3 / 1024 }
    $1 == "query" && (!($2 in cpu) || $4 < cpu[$2]) { rate[$2] = $3; cpu[$2] = $4; lost[$2] = $5 }
    $1 == "axfr" && (!($2 in seconds) || $5 < seconds[$2]) { records[$2] = $3; bytes[$2] = $4; seconds[$2] = $5 }
    END {
        printf "%-18s %9s %9s %7s %9s %9s %9s %8s %10s %10s\n", "", "µs/query", "queries/s", "lost %", "PSS MB", "warm MB", "peak MB", "first s", "AXFR k/s", "AXFR MB"
        for (i = 1; i <= count; i++) { n = order[i]
            printf "%-18s %9s %9s %7s %9.1f %9.1f %9.1f %8s %10s %10.1f\n", n, cpu[n], rate[n], lost[n], after[n], warm[n], peak[n], first[n], (seconds[n] > 0 ? sprintf("%.0f", records[n] / seconds[n] / 1000) : ""), bytes[n] / 1e6
        } }' "$results"
