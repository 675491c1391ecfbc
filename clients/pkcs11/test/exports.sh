#!/bin/sh
# exports.sh LIBRARY PREFIX COUNT: a library gives away so many functions, all with that prefix, and
# nothing else; and it needs libc alone.
set -eu
exported=$(nm -D --defined-only "$1" | awk '{ print $3 }')
foreign=$(echo "$exported" | grep -v "^$2" || true)
if [ -n "$foreign" ]; then
    echo "exports.sh: $1 also exports: $foreign" >&2
    exit 1
fi
count=$(echo "$exported" | wc -l)
if [ "$count" -ne "$3" ]; then
    echo "exports.sh: $1 exports $count functions, not $3" >&2
    exit 1
fi
needed=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }' | grep -v '^libc\.so\|^libpthread\.so\|^ld-linux' || true)
if [ -n "$needed" ]; then
    echo "exports.sh: $1 needs more than libc: $needed" >&2
    exit 1
fi
