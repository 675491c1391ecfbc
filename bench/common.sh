# What the benchmark scripts share: the workload, measuring a program, a table. Sourced.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
. "$root/tools/jdk.sh"
find_jdk || exit 3

work=${ZONESEAL_BENCH:-$root/.build/bench}
mkdir -p "$work"
results=$work/results.txt

need() {
    local program
    for program in "$@"; do
        if ! command -v "$program" > /dev/null; then
            echo "bench: $program is missing; ./check installs the peers, apt-get install time the rest" >&2
            exit 3
        fi
    done
}

# zone N SHARE: makes the zone of N delegations once and prints its path.
zone() {
    local file=$work/tld-$1-$2.zone
    if [ ! -s "$file" ]; then
        "$JAVA_HOME/bin/java" "$root/bench/src/main/java/org/zoneseal/bench/GenerateZone.java" \
            "$1" "$2" > "$file.new"
        mv "$file.new" "$file"
    fi
    echo "$file"
}

# signed N DENIAL: makes the signed zone of N delegations, 30 % with DS, once and prints its path.
signed() {
    local input file=$work/tld-$1-$2.signed
    input=$(zone "$1" 0.3)
    if [ ! -s "$file" ]; then
        "$root/zoneseal" sign "$input" --origin example. --denial "$2" --state "$work/state" \
            --out "$file" > /dev/null
    fi
    echo "$file"
}

# Hundredths of a second that all CPUs together were busy since the start of the machine.
busy() {
    local cpu user nice system idle iowait irq softirq steal rest
    read -r cpu user nice system idle iowait irq softirq steal rest < /proc/stat
    echo $((user + nice + system + irq + softirq + steal))
}

# measure NAME COMMAND...: runs it and adds "NAME wall user system peak-KB others-% exit-code".
measure() {
    local name=$1 before after status=0
    shift
    before=$(busy)
    /usr/bin/time -q -f '%e %U %S %M' -o "$work/time.txt" "$@" > "$work/$name.log" 2>&1 || status=$?
    after=$(busy)
    awk -v name="$name" -v busy=$((after - before)) -v cpus="$(nproc)" -v status="$status" '
        { others = busy / 100 - $2 - $3; if (others < 0) others = 0
          share = $1 > 0 ? 100 * others / ($1 * cpus) : 0
          printf "%s %s %s %s %s %.0f %s\n", name, $1, $2, $3, $4, share, status }' \
        "$work/time.txt" >> "$results"
    if [ "$status" -ne 0 ]; then
        echo "bench: $name failed with $status: $(tail -n 1 "$work/$name.log")" >&2
    fi
}

# table BASE: the best run of each program by CPU, and its ratios to BASE.
table() {
    awk -v base="$1" '
        $7 == 0 { cpu = $3 + $4
            if (!($1 in best) || cpu < best[$1]) { best[$1] = cpu; wall[$1] = $2; peak[$1] = $5 / 1024; others[$1] = $6 }
            if (!($1 in seen)) { seen[$1] = 1; order[++count] = $1 } }
        END {
            printf "%-24s %8s %8s %9s %7s   %6s %6s %6s\n", "", "wall s", "CPU s", "peak MB", "others", "wall", "CPU", "memory"
            for (i = 1; i <= count; i++) { n = order[i]
                printf "%-24s %8.2f %8.2f %9.0f %6.0f%%", n, wall[n], best[n], peak[n], others[n]
                if (base in best && best[base] > 0 && wall[base] > 0)
                    printf "   %5.2fx %5.2fx %5.2fx", wall[n] / wall[base], best[n] / best[base], peak[n] / peak[base]
                printf "\n" } }' "$results"
}

machine() {
    echo "machine: $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(awk '/MemTotal/ { printf "%.0f GB", $2 / 1048576 }' /proc/meminfo), JDK $JDK_VERSION, $(date -u +%Y-%m-%d)"
}
