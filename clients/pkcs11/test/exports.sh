#!/bin/sh
# The library gives the functions of PKCS#11 away, and nothing else; and it needs libc alone.
set -eu
foreign=$(nm -D --defined-only "$1" | awk '{ print $3 }' | grep -v '^C_[A-Za-z]*$' | grep -v '^zoneseal_' || true)
if [ -n "$foreign" ]; then
    echo "exports.sh: $1 also exports: $foreign" >&2
    exit 1
fi
count=$(nm -D --defined-only "$1" | grep -c ' T C_')
if [ "$count" -ne 104 ]; then
    echo "exports.sh: $1 exports $count functions of PKCS#11 3.2, not 104" >&2
    exit 1
fi
needed=$(objdump -p "$1" | awk '$1 == "NEEDED" { print $2 }' | grep -v '^libc\.so\|^libpthread\.so\|^ld-linux' || true)
if [ -n "$needed" ]; then
    echo "exports.sh: $1 needs more than libc: $needed" >&2
    exit 1
fi
