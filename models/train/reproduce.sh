#!/bin/sh
# Repeats the shipped networks: sh reproduce.sh PYTHON [more options of train, such as --data FOLDER]
set -e
python=$1
shift
"$python" -m train --config first --threads 1 --replay spans/first.jsonl "$@"
"$python" -m train --config second --threads 1 --replay spans/second.jsonl "$@"
"$python" -m export
"$python" -m evaluate
