#!/bin/sh
# Write down the program's files as they are now; `modellkommune health` names what changes afterwards.
set -eu
cd "$(dirname "$0")/.."
.venv/bin/python -m modellkommune.foundation.health.program
