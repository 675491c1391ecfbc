# Finds the JDK that Zoneseal is built with and runs on. Sourced by zoneseal, check and bench/*.sh.
#
# 25.0.3 is the floor: earlier 25s have the G1 pinning bug JDK-8377811. Versions are read from the
# "release" file that every JDK has, so that looking costs no process.

# jdk_version HOME: sets REPLY to the version of the JDK in that folder, or to nothing.
jdk_version() {
    REPLY=
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
    while IFS='=' read -r jdk_key jdk_value; do
        if [ "$jdk_key" = JAVA_VERSION ]; then
            REPLY=${jdk_value#\"}
            REPLY=${REPLY%%[!0-9.]*}
        fi
    done < "$1/release"
}

# jdk_fits VERSION: whether it is 25.0.3 or later.
jdk_fits() {
    jdk_rest=$1.0.0
    jdk_feature=${jdk_rest%%.*}
    jdk_rest=${jdk_rest#*.}
    jdk_interim=${jdk_rest%%.*}
    jdk_rest=${jdk_rest#*.}
    jdk_update=${jdk_rest%%.*}
    [ -n "$jdk_feature" ] && [ "$jdk_feature" -ge 25 ] || return 1
    [ "$jdk_feature" -gt 25 ] || [ "$jdk_interim" -gt 0 ] || [ "$jdk_update" -ge 3 ]
}

# jdk_try HOME: takes that JDK if it fits.
jdk_try() {
    jdk_version "$1"
    [ -n "$REPLY" ] && jdk_fits "$REPLY" || return 1
    JAVA_HOME=$1
    JDK_VERSION=$REPLY
    export JAVA_HOME
}

# find_jdk: sets and exports JAVA_HOME and sets JDK_VERSION, or says what to do and fails.
find_jdk() {
    if [ -n "${JAVA_HOME:-}" ] && jdk_try "$JAVA_HOME"; then return 0; fi
    if jdk_java=$(command -v java) && jdk_java=$(readlink -f -- "$jdk_java"); then
        if jdk_try "${jdk_java%/bin/java}"; then return 0; fi
    fi
    for jdk_home in /usr/lib/jvm/*; do
        if [ ! -L "$jdk_home" ] && jdk_try "$jdk_home"; then return 0; fi
    done
    echo "zoneseal: no JDK 25.0.3 or later in JAVA_HOME, PATH or /usr/lib/jvm: install one (https://adoptium.net/) or set JAVA_HOME to it." >&2
    return 1
}
