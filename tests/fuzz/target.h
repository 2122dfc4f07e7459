/* target: what every fuzz target defines, and how it says that something must never be. */
#ifndef PM_TESTS_FUZZ_TARGET_H
#define PM_TESTS_FUZZ_TARGET_H

#include "parser/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* Like assert, in every build. */
#define MUST(cond)                                                                                                               \
	do {                                                                                                                     \
		if (!(cond)) {                                                                                                   \
			fprintf(stderr, "%s:%d: this must hold: %s\n", __FILE__, __LINE__, #cond);                               \
			abort();                                                                                                 \
		}                                                                                                                \
	} while (0)

static inline struct pm_str target_text(const uint8_t *bytes, size_t size)
{
	return pm_str_n((const char *)bytes, size);
}

/* The next line of rest, without its end; rest goes on behind it.  False: there is none. */
static inline bool target_line(struct pm_str *rest, struct pm_str *line)
{
	ptrdiff_t end;

	if (rest->n == 0)
		return false;
	end = pm_str_chr(*rest, '\n');
	*line = pm_str_sub(*rest, 0, end < 0 ? rest->n : (size_t)end);
	*rest = pm_str_sub(*rest, end < 0 ? rest->n : (size_t)end + 1, rest->n);
	return true;
}

#endif
