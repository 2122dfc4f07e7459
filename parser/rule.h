/* rule: what is checked.
 *
 * To add a rule: one file parser/rules/NAME.c (dashes become underscores) that defines `const struct pm_rule pm_rule_NAME`, and one
 * line PM_RULE(NAME) in parser/rules.def.  --rules, --explain, man page, SARIF and the tests find it there.  `good` and `bad` are
 * whole backlogs: a test runs the rule alone on both.  One that must bear a certain name, or is several files, has a line
 * `==> NAME <==` before each, as head(1) prints it; without one it is BACKLOG.md.  A rule that
 * compares has a third, `base`: what the other two are compared with.
 *
 * The one rule to know: a check only reads the product and adds findings; a finding of the reader (read-*) or the configuration
 * has no check, because it is already there under the rule's name.
 */
#ifndef PM_RULE_H
#define PM_RULE_H

#include "parser/flow.h"
#include "parser/plan.h"
#include "parser/product.h"

struct pm_rule;

enum { PM_RULE_OPTIONS_MAX = 4 };

/* An option of a rule, set by [rule "NAME"] KEY = VALUE in the configuration. */
struct pm_rule_option {
	const char *key;
	const char *value; /* the default.  Where it is a number, only numbers are taken; "60%" is 0.6 */
	const char *doc;   /* what it means, no capital, no full stop */
};

/* The other side of a merge that is still to come. */
struct pm_side {
	const struct pm_product *product;
	const struct pm_product *base; /* where both sides left each other */
	const char *name;	       /* as the user has it: "main" */
};

struct pm_rule_context {
	const struct pm_rule *rule;
	const struct pm_product *product;
	const struct pm_product *base; /* what the product is compared with (--since); NULL: rules that compare say nothing */
	const struct pm_side *merge;   /* NULL: none */
	const struct pm_config *config;
	struct pm_tree *tree; /* where the product was read; NULL: not known, and nobody asks whether a file is there */
	struct pm_diags *diags;
	enum pm_severity severity; /* that this rule's findings have, after configuration */
	pm_day today;
	bool fixes;				  /* fixes are about to be applied: also those of many edits are to be made */
	bool asked_fixes;			  /* those that are to be asked for (fix_asked) are applied or shown too */
	bool each;				  /* see pm_check_options */
	const char *options[PM_RULE_OPTIONS_MAX]; /* values of the rule's options, see pm_rule_option */
	double numbers[PM_RULE_OPTIONS_MAX];
	const struct pm_plan *plan;	  /* where items belong and what they cost; NULL unless the rule says that it asks for it */
	const struct pm_history *history; /* and what has become of them; there for rules that ask for it */
	const struct pm_flow *flow;
};

struct pm_rule {
	const char *name;		      /* "criteria-missing" */
	enum pm_severity severity;	      /* default */
	const char *summary;		      /* one line, no full stop: what is wrong */
	const char *why;		      /* one or two sentences: why it matters */
	const char *good, *bad;		      /* whole files: accepted, and rejected */
	const char *base;		      /* what both are compared with; NULL: the rule compares nothing */
	const char *fix;		      /* what the edits of its findings do; NULL: they have none */
	const struct pm_rule_option *options; /* at most PM_RULE_OPTIONS_MAX, ends with a NULL key; NULL: none */
	bool plan;			      /* its context has the plan */
	bool fix_asked; /* its fix decides what only people can: it is applied when --only names the rule, and never otherwise */
	bool past;	/* its context has the history, and without one it is not run; its examples are for people alone */
	bool outside;	/* a program finds it, beside pm_check: its examples are for people alone */
	bool absence;	/* it says that something is not there: nothing is said of items that could not be read */
	void (*check)(const struct pm_rule_context *context);			  /* of the whole product */
	void (*check_item)(const struct pm_rule_context *context, uint32_t item); /* of one item; called for each active item */
};

#define PM_RULE(name) extern const struct pm_rule pm_rule_##name;
#include "parser/rules.def"
#undef PM_RULE
extern const struct pm_rule *const pm_rules[]; /* in the order of rules.def; ends with NULL */
const struct pm_rule *pm_rule_find(struct pm_str name);
/* The nearest name, for a message; NULL: nothing is near. */
const char *pm_rule_nearest(struct pm_str name);
/* Does a pattern (a name, "criteria-*", a group "criteria") select this rule? */
bool pm_rule_selected(const struct pm_rule *rule, struct pm_str pattern);
/* The rule's severity after configuration ([rule "NAME"] severity = ..., where NAME may be a pattern or a group). */
enum pm_severity pm_rule_severity(const struct pm_rule *rule, const struct pm_config *config);
/* After pm_config_finish: reports sections [rule "NAME"] that select no rule, keys that none of the selected has, and values that are
 * no number where one is needed. */
void pm_rules_check_config(struct pm_config *config);

struct pm_check_options {
	const char *const *only; /* patterns; NULL: all */
	size_t only_count;
	const char *const *skip;
	size_t skip_count;
	const struct pm_product *base;	  /* for rules that compare; NULL: none */
	struct pm_tree *tree;		  /* where the product was read; NULL: links to files are not followed */
	const struct pm_side *merge;	  /* what the product will be merged with (--merge-with); NULL: nothing */
	const struct pm_history *history; /* of the product; NULL: rules that ask for it are not run */
	pm_day today;
	bool fixes;	     /* the fixes of the findings will be applied */
	bool no_asked_fixes; /* nobody will see those that are to be asked for: they are not made */
	bool each;	     /* what is said once of a file is said of each of its items, too, marked: to know the past */
	unsigned threads;    /* 0: as many as there are cores; the result is the same for any number */
};
/* Runs the rules.  Findings of the configuration and of reading are among the result, sorted by path, place, rule and message; what
 * is said twice of one place is said once.  The result's arena is the caller's; the product must outlive it. */
void pm_check(const struct pm_product *product, const struct pm_check_options *options, struct pm_diags *diags);

/* How many findings of each severity a rule has. */
struct pm_rule_count {
	uint32_t of[PM_SEVERITY_ERROR + 1];
};
/* The same findings counted, with none of them kept: of every rule, in the order of pm_rules.  Heap. */
struct pm_rule_count *pm_check_count(const struct pm_product *product, const struct pm_check_options *options);

/* -- for the rules */

/* The value of the rule's option, which must be one of its list, and the same as a number. */
const char *pm_rule_option(const struct pm_rule_context *context, const char *key);
double pm_rule_option_number(const struct pm_rule_context *context, const char *key);
/* Adds a finding of the context's rule about an item.  The subject is the item's title where it has no id, until it is set. */
__attribute__((format(printf, 4, 5))) struct pm_diag *pm_rule_add(const struct pm_rule_context *context, uint32_t item,
								  struct pm_span span, const char *format, ...);
/* The same about a file as a whole. */
__attribute__((format(printf, 4, 5))) struct pm_diag *pm_rule_add_file(const struct pm_rule_context *context, uint32_t file,
								       struct pm_span span, const char *format, ...);
/* What a message calls an item: its id ("item 7" where that is a bare number), or its title in quotes.  Lives as long as the findings. */
const char *pm_rule_name(const struct pm_rule_context *context, uint32_t item);
/* A text as a message quotes it, without the quotes: one line, no markup, at most 60 characters. */
const char *pm_rule_quote(const struct pm_rule_context *context, struct pm_str text);
/* Where an item stands, for a message: "docs/BACKLOG.md:12". */
const char *pm_rule_place(const struct pm_rule_context *context, uint32_t item);

/* May it be no item at all: without an id, in a file that is named as something else, or about an item whose id its line names?
 * Rules whose ground is the reading say nothing of it. */
bool pm_rule_is_doubtful(const struct pm_product *product, uint32_t item);
/* Does its line name the id of another item? */
bool pm_rule_names_other(const struct pm_product *product, uint32_t item);

/* The file in which a field stands: the item's own, unless it comes from a repeat of its id elsewhere. */
uint32_t pm_rule_field_file(const struct pm_product *product, const struct pm_item *item, const struct pm_field *field);
/* Is the value written where people write values (a line, YAML, a cell), not read off a title, a box or a heading above? */
bool pm_rule_field_plain(const struct pm_field *field);

#endif
