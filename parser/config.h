/* config: .pmconfig, in git-config syntax, with the line of every value.
 *
 * The one rule to know: there are no includes and nothing is executed.  An unknown section, key or value is a finding that names
 * the nearest right one; it never stops a run.  config.def is the only place where a key is named.
 */
#ifndef PM_CONFIG_H
#define PM_CONFIG_H

#include "parser/diag.h"
#include "parser/fields.h"
#include "parser/hint.h"

/* The most keys that are read; asking for them is a search. */
enum { PM_CONFIG_MAX = 4096 };

/* One key as it stands: "product.path", "rule.criteria-missing.severity" (section and key in lower case, subsection as written). */
struct pm_config_entry {
	const char *section, *subsection, *key; /* subsection may be NULL */
	const char *value;			/* NULL: a key without `=`, which is true */
	const char *origin;			/* ".pmconfig", "command line", "default" */
	uint32_t line;				/* 0: none */
};

/* A state of the team's workflow. */
struct pm_config_state {
	struct pm_str name;
	enum pm_state_class state;
};

/* How many items may be in a state at once. */
struct pm_config_limit {
	struct pm_str state;
	uint32_t count;
};

/* An allowed change of state. */
struct pm_config_transition {
	struct pm_str from, to; /* "*": any */
};

struct pm_config_hint {
	struct pm_str pattern; /* a path pattern: *, ?, ** */
	struct pm_str form;    /* what pm_hint_read reads */
};

struct pm_config {
	struct pm_arena arena;
	struct pm_config_entry *entries; /* in order; later ones win */
	size_t count, cap;
	struct pm_diags diags; /* tool-config: syntax errors and unknown names, at path and path_line */
	struct pm_config_state *states;
	size_t state_count, state_cap;
	struct pm_config_limit *limits;
	size_t limit_count, limit_cap;
	struct pm_config_transition *transitions;
	size_t transition_count, transition_cap;
	struct pm_config_hint *hints;
	size_t hint_count, hint_cap;
	struct pm_field_alias *aliases; /* after pm_config_finish sorted by label, each once */
	size_t alias_count, alias_cap;
	char *product; /* the subsection of [product "web"] that was chosen; NULL */
};

void pm_config_init(struct pm_config *config);
void pm_config_clear(struct pm_config *config);
/* Reads a file's text.  Errors become findings, and reading goes on at the next line. */
void pm_config_read(struct pm_config *config, const char *origin, struct pm_str text);
/* Sets one key as `-c section.key=value` gives it.  0, or -1 and err. */
int pm_config_set(struct pm_config *config, const char *assignment, struct pm_buf *err);
/* After everything was read: checks names and values against the table of keys, fills states, limits, transitions, hints and
 * aliases. */
void pm_config_finish(struct pm_config *config);

/* For what stands above the configuration and checks keys of its own: a finding about an entry, which names it, says what is
 * wrong, and then the nearest right name where there is one, else the remedy. */
__attribute__((format(printf, 5, 6))) void pm_config_complain(struct pm_config *config, const struct pm_config_entry *entry,
							      const char *nearest, const char *remedy, const char *format, ...);

/* The last value of a key ("rank.method", "rule.id-missing.severity"), or its default from the table; NULL.  A key without `=` is
 * "true".  "product.path" is that of the chosen product, where one is chosen and has one. */
const char *pm_config_get(const struct pm_config *config, const char *name);
/* The i-th of several values; NULL behind the last. */
const char *pm_config_get_nth(const struct pm_config *config, const char *name, size_t i);
/* Every key with its effective value and its origin, in the syntax of the file, a line each. */
void pm_config_print(const struct pm_config *config, struct pm_buf *out);
/* The class of a status: the configured workflow first, then pm_state_read. */
enum pm_state_class pm_config_state(const struct pm_config *config, struct pm_str text, struct pm_str *word);
/* The state of the workflow that a status is in: that with the longest name that it begins with; NULL: none, or there is no
 * workflow. */
const struct pm_config_state *pm_config_state_find(const struct pm_config *config, struct pm_str status);
/* Is a status in the state of that name (as limits and transitions name it; "*" is any)? */
bool pm_config_state_is(const struct pm_config *config, struct pm_str status, struct pm_str name);
/* May an item go from one status to another?  Without transitions, from a state to itself, and where a status is in no state of the
 * workflow (which is another matter), it may. */
bool pm_config_allows(const struct pm_config *config, struct pm_str from, struct pm_str to);
/* Lets pm_field_find know the team's labels on this thread, as long as the configuration lives; NULL: there are none. */
void pm_config_use_aliases(const struct pm_config *config);
/* Does a path match a pattern?  `*` and `?` stop at slashes, `**` does not; a pattern that ends in a slash matches all below. */
bool pm_path_match(struct pm_str pattern, struct pm_str path);

#endif
