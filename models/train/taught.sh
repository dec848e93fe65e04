#!/bin/sh
# Trains the networks taught by six larger ones: sh taught.sh PYTHON [more options of train, such as --data FOLDER]; for a GPU
set -e
python=$1
shift
for part in 1 2 3 4 5 6; do "$python" -m train --config "teacher-$part" "$@"; done
for number in 1 2; do "$python" -m train --config "taught-$number" "$@"; done
