#!/usr/bin/env bash
# Measures the inner loops with JMH.
#
#   bench/jmh.sh [JMH OPTIONS]     such as: -f 1 -wi 3 -i 5 NameBenchmark
set -euo pipefail
unset CDPATH
. "$(dirname -- "${BASH_SOURCE[0]}")/common.sh"
mvn -f "$root/pom.xml" -q -B -ntp -pl bench -am -Dmaven.test.skip=true -Dspotless.check.skip=true \
    package
machine
exec "$JAVA_HOME/bin/java" -cp "$root/bench/target/classes:$root/bench/target/lib/*" \
    org.openjdk.jmh.Main -jvmArgs "-XX:+UseCompactObjectHeaders -XX:+UseParallelGC \
--enable-native-access=ALL-UNNAMED" "$@"
