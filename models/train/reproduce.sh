#!/bin/sh
# Repeats the shipped network: sh reproduce.sh PYTHON [more options of train, such as --data FOLDER]
set -e
python=$1
shift
for name in first second third; do
  "$python" -m train --config "$name" --threads 1 --replay "spans/$name.jsonl" "$@"
done
"$python" -m export --members second third
"$python" -m evaluate
