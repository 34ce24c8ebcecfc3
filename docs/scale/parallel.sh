#!/usr/bin/env bash
# Evaluates patients with GNU parallel: blocks of whole lines go to several `redflag eval` at a time, and come back in order.
#
# Usage: parallel.sh [--block SIZE] [--jobs N] REDFLAG Q [OPTION]... < PATIENTS > OUTCOMES
#
# What runs is `REDFLAG eval Q OPTION...`. SIZE is how much one process gets, 10M without; N is how many run at a time, one
# a core without. Exit status as that of `redflag eval`: 0 all lines used; 1 some were not, and an error stands in their
# place; 2 it could not be run, or not to its end.
set -uo pipefail

block=10M jobs=100%
while [ $# -ge 2 ]; do
    case $1 in
        --block) block=$2 ;;
        --jobs) jobs=$2 ;;
        *) break ;;
    esac
    shift 2
done
if [ $# -lt 2 ] || [[ $1 == -* ]]; then
    sed -n '4s/^# //p' "$0" >&2
    exit 2
fi
eval=("$1" eval "${@:2}")

# What cannot be run at all is said once, and before anything is split.
"${eval[@]}" < /dev/null || exit 2

log=$(mktemp) || exit 2
trap 'rm -f "$log"' EXIT
# Through cat, since parallel does not notice a disk that is full.
parallel --quote --pipe --keep-order --block "$block" --jobs "$jobs" --joblog "$log" "${eval[@]}" | cat
status=("${PIPESTATUS[@]}")
# The status of parallel is the number of jobs that did not end with 0, at most 101. What they ended with stands in its
# log; one that did not read to its end has signal 13 there.
if [ "${status[0]}" -gt 101 ] || [ "${status[1]}" -ne 0 ]; then
    exit 2
fi
awk -F '\t' -v failed="${status[0]}" '
    NR > 1 && ($7 > 1 || $8 != 0) { broken = 1 }
    NR > 1 && $7 == 1 { some = 1 }
    END { exit (broken || (failed > 0 && !some)) ? 2 : some + 0 }
' "$log"
