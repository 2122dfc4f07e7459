# the page without its style and its script: what a person can read in a review
pm-render report -f html --today 2026-11-22 |
	sed -e '/<style>/,/<\/style>/d' -e '/<script>/,/<\/script>/d' -e 's/sha256-[^'"'"']*/sha256-.../g'
