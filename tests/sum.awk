# sum: reads one program's TAP; prints "PASSED FAILED", and writes what failed, with what it said about it, to `say`.
# Variables: name and status of the program, limit (seconds it had), say (a file).

function fail(why) {
	failed++
	print name ": " why > say
}

{ last = $0 }
/^ok([ \t]|$)/ { if (/# SKIP/) print name ": " $0 > say; passed++; shown = 0; next }
/^not ok([ \t]|$)/ { fail($0); shown = 1; next }
/^1\.\.[0-9]+/ { plans++; planned = substr($1, 4) + 0; next }
/^Bail out!/ { fail($0); next }
/^#/ { if (shown) print name ":   " $0 > say; next }

END {
	results = passed + failed
	if (status == 124 || status == 137)
		fail("was ended after " limit " seconds")
	else if (status > 128)
		fail("died of signal " (status - 128) " after " results " results; its last line: " last)
	else if (status == 126 || status == 127 || status == "none")
		fail("could not be run: it is not built, or not executable")
	else if (plans != 1)
		fail("printed no plan: it ended early, with status " status ", after " results " results")
	else if (planned != results)
		fail("planned " planned " results and gave " results)
	else if (planned == 0)
		fail("tested nothing")
	else if (status != 0 && failed == 0)
		fail("ended with status " status " though every result was ok")
	print passed + 0, failed + 0
}
