#!/bin/sh
# numbers.sh: html, markdown, text and json hold the same figures; the work is numbers.py's.
. "$(dirname "$0")/../lib.sh"
need python3 git
exec python3 "$top/tests/partners/numbers.py"
