#!/bin/sh
# browser.sh: every page in headless Chromium; the work is browser.py's.
. "$(dirname "$0")/../lib.sh"
need chromium python3 git
exec python3 "$top/tests/partners/browser.py"
