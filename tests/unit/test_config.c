/* test_config: the syntax, the table of keys, states and path patterns.
 *
 *	test_config list FILE     prints what was read in the form of `git config -z --list`; exits 1 where the syntax is broken
 *	test_config check FILE    prints the findings; exits 1 where there are some
 */
#include "parser/config.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct pm_config config;

static void read_only(const char *text)
{
	pm_config_clear(&config);
	pm_config_init(&config);
	pm_config_read(&config, ".pmconfig", pm_str_c(text));
}

static void read_text(const char *text)
{
	read_only(text);
	pm_config_finish(&config);
}

/* -- list */

static void put(const char *text)
{
	fputs(text, stdout);
}

static void list(void)
{
	for (size_t i = 0; i < config.count; i++) {
		const struct pm_config_entry *entry = &config.entries[i];

		put(entry->section);
		put(*entry->section || entry->subsection ? "." : "");
		put(entry->subsection ? entry->subsection : "");
		put(entry->subsection ? "." : "");
		put(entry->key);
		put(entry->value ? "\n" : "");
		put(entry->value ? entry->value : "");
		putchar('\0');
	}
}

static int show(const char *mode, const char *path)
{
	struct pm_buf text = {0};
	char block[4096];
	FILE *file = fopen(path, "rb");
	size_t n;

	if (!file)
		return 2;
	while ((n = fread(block, 1, sizeof block, file)) > 0)
		pm_buf_add(&text, block, n);
	fclose(file);
	pm_config_init(&config);
	pm_config_read(&config, path, pm_buf_str(&text));
	if (strcmp(mode, "list") == 0)
		list();
	else
		pm_config_finish(&config);
	n = config.diags.count;
	for (size_t i = 0; strcmp(mode, "check") == 0 && i < n; i++)
		printf("%u: %.*s\n", (unsigned)config.diags.list[i].path_line, PM_FMT(config.diags.list[i].message));
	pm_config_clear(&config);
	pm_buf_clear(&text);
	return n > 0;
}

/* -- the findings, each as "LINE: message", a line each */

static struct pm_buf said;

static const char *findings(void)
{
	pm_buf_reset(&said);
	pm_buf_addz(&said, "");
	for (size_t i = 0; i < config.diags.count; i++) {
		const struct pm_diag *diag = &config.diags.list[i];

		CHECK_STR(diag->rule, "tool-config");
		CHECK_INT(diag->severity, PM_SEVERITY_WARNING);
		CHECK(diag->file == PM_NO_FILE && diag->path != NULL);
		pm_buf_addf(&said, "%s%u: %.*s", i > 0 ? "\n" : "", (unsigned)diag->path_line, PM_FMT(diag->message));
	}
	return said.p;
}

#define FINDS(text, expected)                                                                                                      \
	do {                                                                                                                       \
		read_text(text);                                                                                                   \
		CHECK_STR(findings(), expected);                                                                                   \
	} while (0)

static const char *get(const char *name)
{
	return pm_config_get(&config, name);
}

static void test_syntax(void)
{
	read_only("# c\n[Rank]\n\tMethod = wsjf ; c\n[rule \"Id-Missing\"] severity=off\n[field.Team]\n\talias=a b\n  values = \"x "
		  "\" \\\n y\n");
	CHECK_STR(get("rank.method"), "wsjf");
	CHECK_STR(get("Rank.METHOD"), "wsjf");
	CHECK_STR(get("rule.Id-Missing.severity"), "off");
	CHECK(get("rule.id-missing.severity") == NULL);
	CHECK_STR(get("field.team.alias"), "a b");
	CHECK_STR(get("field.team.values"), "x   y");
	CHECK_INT(config.entries[0].line, 3);
	CHECK_INT(config.entries[1].line, 4);
	CHECK_INT(config.entries[3].line, 7);
	CHECK_INT(config.diags.count, 0);
	read_only("[rule \"a.b \\\"c\\\\\"]\nmin=1\nflag\nempty=\n");
	CHECK_STR(get("rule.a.b \"c\\.min"), "1");
	CHECK_STR(get("rule.a.b \"c\\.flag"), "true");
	CHECK_STR(get("rule.a.b \"c\\.empty"), "");
	CHECK(get("rule.none.min") == NULL);
	CHECK(get("rule") == NULL);
	CHECK(get("rule.") == NULL);
	CHECK(get(".x") == NULL);
	read_only("\xef\xbb\xbf[rank]\r\nmethod = a\\tb\\n\\\"\\\\\r\nweights = x");
	CHECK_STR(get("rank.method"), "a\tb\n\"\\");
	CHECK_STR(get("rank.weights"), "x");
	read_only("");
	CHECK_INT(config.count, 0);
	CHECK_STR(get("lint.fail-on"), "error");
	CHECK_STR(pm_config_get_nth(&config, "lint.fail-on", 0), "error");
	CHECK(pm_config_get_nth(&config, "lint.fail-on", 1) == NULL);
	CHECK(get("rank.method") == NULL);
}

/* A broken line is one finding, and the next line is read. */
static void test_broken(void)
{
	static const char *const lines[] = {"= x",
					    "_a = b",
					    "a_b = c",
					    "method : x",
					    "method = \"x",
					    "method = \\q y\"",
					    "method # c",
					    "method x = y",
					    "a = \x01\\x",
					    "9 = 8",
					    "method = x\\\n\\z z = \"",
					    "\x0b",
					    "\xff = 1"};

	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		struct pm_buf text = {0};

		pm_buf_addf(&text, "[rank]\n%s\nweights = y\n", lines[i]);
		read_only(text.p);
		CHECK_INT(config.diags.count, 1);
		CHECK_INT(config.diags.list[0].path_line, 2);
		CHECK_STR(get("rank.weights"), "y");
		pm_buf_clear(&text);
	}
	static const char *const headers[] = {"[rank", "[rank \"x]", "[rank x]",      "[ra_nk]",
					      "[]",    "[ rank]",    "[rank \"x\" ]", "[rank \"x\"y"};

	for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
		struct pm_buf text = {0};

		pm_buf_addf(&text, "[lint]\n%s\nmethod = lost\n[rank]\nweights = y\n", headers[i]);
		read_only(text.p);
		CHECK_INT(config.diags.count, 1);
		CHECK_INT(config.diags.list[0].path_line, 2);
		CHECK_INT(config.count, 1);
		CHECK_STR(get("rank.weights"), "y");
		pm_buf_clear(&text);
	}
	pm_config_clear(&config);
	pm_config_init(&config);
	pm_config_read(&config, "x", pm_str_n("[rank]\nmethod = a\0b\nweights = y\n", 32));
	CHECK_INT(config.diags.count, 1);
	CHECK_STR(get("rank.weights"), "y");
}

static void test_names(void)
{
	FINDS("[rank]\nmethd = wsjf\n", "2: rank.methd: section [rank] has no key `methd`; did you mean `method`?");
	FINDS("[wrokflow]\nstate = x\n", "2: wrokflow.state: there is no section [wrokflow]; did you mean `workflow`?");
	FINDS("[core]\nx\n", "2: core.x: there is no section [core]; see pmconfig(5) for what there is");
	FINDS("x = 1\n", "1: x: key stands before any section; put it under a line [section]");
	FINDS("[include]\npath = /etc/passwd\n", "2: include.path: includes are not followed; write what it holds into this file");
	FINDS("[includeIf \"gitdir:x\"]\npath = y\n",
	      "2: includeif.gitdir:x.path: includes are not followed; write what it holds into this file");
	FINDS("[rank \"x\"]\nmethod = wsjf\n", "2: rank.x.method: section [rank] takes no name; write the section without it");
	FINDS("[rule]\nseverity = off\n", "2: rule.severity: section [rule] needs a name; write [section \"name\"]");
	FINDS("[field \"estimte\"]\nvalues = 1, 2\n",
	      "2: field.estimte.values: there is no field `estimte`; did you mean `estimate`?");
	FINDS("[field \"Zoo animals of ours\"]\nvalues = 1, 2\n", "");
	FINDS("[field \"Story Points\"]\nvalues = 1, 2\n", "");
	CHECK_STR(get("field.estimate.values"), "1, 2");
}

static void test_values(void)
{
	FINDS("[rule \"x\"]\nseverity = eror\n", "2: rule.x.severity: there is no `eror`; did you mean `error`?");
	FINDS("[rule \"x\"]\nseverity = 12345678\n",
	      "2: rule.x.severity: there is no `12345678`; write off, note, warning or error");
	FINDS("[rule \"x\"]\nseverity = OFF\nmin\n", "");
	FINDS("[rank]\nmethod\n", "2: rank.method: key has no value; write key = value");
	FINDS("[product]\npath = ../x\npath = /x\npath = a/../b\npath = a..b/...\npath =\n",
	      "2: product.path: `../x` is no path inside the product; name one below the folder of this file\n"
	      "3: product.path: `/x` is no path inside the product; name one below the folder of this file\n"
	      "4: product.path: `a/../b` is no path inside the product; name one below the folder of this file\n"
	      "6: product.path: `` is no path inside the product; name one below the folder of this file");
	FINDS("[report]\nsource = javascript:alert(1)\n",
	      "2: report.source: `javascript:alert(1)` is no address on the web; write an address that begins with https:// or "
	      "http://, or none");
	FINDS("[report]\nsource = https://x/{path}#L{line}\n", "");
	FINDS("[report]\nsource = none\n", "");
	read_text("[product]\nid-pattern = \"(\"\n");
	CHECK_INT(config.diags.count, 1);
	FINDS("[product]\nid-pattern = ^WEB-[0-9]+$\n", "");
	FINDS("[lang]\nstory = ^As (?<role>.+) I (?<want>.+)$\n", "");
	read_text("[lang]\nstory = ^As (?<rôle>.+)$\n");
	CHECK(config.diags.count > 0);
	FINDS("[lang]\nstory = ^As (?<role>.+)$\n",
	      "2: lang.story: the pattern has no group `want`; write (?<role>...), (?<want>...) "
	      "and (?<benefit>...) around the parts");
	FINDS("[items]\nhint = docs/*.md = table\nhint = x = tabel\nhint = x\n",
	      "3: items.hint: there is no `tabel`; did you mean `table`?\n"
	      "4: items.hint: this is no hint; write hint = PATTERN = heading, table, list, bullet or none");
	CHECK_INT(config.hint_count, 1);
	CHECK_PMSTR(config.hints[0].pattern, "docs/*.md");
	CHECK_PMSTR(config.hints[0].form, "table");
	FINDS("[items]\nhint = *.md = as=roadmaps\nhint = *.md = items=list kind=stroy\n",
	      "2: items.hint: there is no `roadmaps`; did you mean `roadmap`?\n"
	      "3: items.hint: there is no `stroy`; did you mean `story`?");
	FINDS("[workflow]\nstate = In review = started\nstate = Shipped = dnoe\nstate = Qwertz\ntransition = In Review -> *\n"
	      "transition = in reviw -> in review\ntransition = x\nlimit = In review = 3\nlimit = In review\nlimit = In review = "
	      "3x\n",
	      "3: workflow.state: there is no `dnoe`; did you mean `done`?\n"
	      "4: workflow.state: the class of `Qwertz` is not known; write state = NAME = idea, open, started, done or dropped\n"
	      "6: workflow.transition: `in reviw` is no state of the workflow; did you mean `In review`?\n"
	      "7: workflow.transition: this is no transition; write transition = FROM -> TO\n"
	      "9: workflow.limit: this is no limit; write limit = STATE = NUMBER\n"
	      "10: workflow.limit: this is no limit; write limit = STATE = NUMBER");
	FINDS("[workflow]\nstate = Done\ntransition = a -> b\n",
	      "3: workflow.transition: `a` is no state of the workflow; add it as workflow.state\n"
	      "3: workflow.transition: `b` is no state of the workflow; add it as workflow.state");
	CHECK_INT(config.state_count, 1);
	CHECK_INT(config.states[0].state, PM_STATE_DONE);
	FINDS("[workflow]\ntransition = a -> b\nlimit = a = 2\n", "");
}

static void test_set(void)
{
	struct pm_buf err = {0};

	read_only("[rank]\nmethod = rice\n[product]\npath = a\npath = b\n");
	CHECK_INT(pm_config_set(&config, "Rank.Method=wsjf=x", &err), 0);
	CHECK_INT(pm_config_set(&config, "rule.a.b.Flag", &err), 0);
	CHECK_INT(pm_config_set(&config, "rank.weights=", &err), 0);
	CHECK_INT(err.n, 0);
	CHECK_STR(get("rank.method"), "wsjf=x");
	CHECK_STR(get("rule.a.b.flag"), "true");
	CHECK_STR(get("rank.weights"), "");
	CHECK_STR(pm_config_get_nth(&config, "rank.method", 0), "rice");
	CHECK_STR(pm_config_get_nth(&config, "product.path", 1), "b");
	CHECK(pm_config_get_nth(&config, "product.path", 2) == NULL);
	CHECK_INT(pm_config_set(&config, "rank", &err), -1);
	CHECK_INT(pm_config_set(&config, "rank=x", &err), -1);
	CHECK_INT(pm_config_set(&config, "=x", &err), -1);
	CHECK_INT(pm_config_set(&config, ".a=x", &err), -1);
	CHECK_INT(pm_config_set(&config, "a.=x", &err), -1);
	CHECK_INT(pm_config_set(&config, "a.b c=x", &err), -1);
	CHECK_INT(pm_config_set(&config, "a b.c=x", &err), -1);
	CHECK_INT(pm_config_set(&config, "", &err), -1);
	CHECK(strncmp(err.p, "-c rank: this is no setting; write section.key=value", 50) == 0);
	pm_buf_clear(&err);
}

static void test_products(void)
{
	read_text("[product]\npath = all\nname = All\n[product \"web\"]\npath = web/a\npath = web/b\n");
	CHECK_STR(get("product.path"), "all");
	CHECK_STR(get("product.web.path"), "web/b");
	config.product = pm_strdup("web");
	CHECK_STR(pm_config_get_nth(&config, "product.path", 0), "web/a");
	CHECK_STR(pm_config_get_nth(&config, "product.path", 1), "web/b");
	CHECK(pm_config_get_nth(&config, "product.path", 2) == NULL);
	CHECK_STR(get("product.name"), "All");
}

static enum pm_field_id label(const char *text)
{
	pm_config_use_aliases(&config);
	enum pm_field_id field = pm_field_find(pm_str_c(text));
	pm_config_use_aliases(NULL);
	return field;
}

static void test_aliases(void)
{
	read_text("[field \"estimate\"]\nalias = Größe\nalias = how big\n[field \"Story points\"]\nalias = weight\n[field "
		  "\"reach\"]\nalias = "
		  "HOW BIG\n[field \"Lighthouse\"]\nalias = squad\n");
	CHECK_STR(findings(), "");
	CHECK_INT(label("Größe"), PM_FIELD_ESTIMATE); /* not the job size, as without the configuration */
	CHECK_INT(label("GRÖßE "), PM_FIELD_ESTIMATE);
	CHECK_INT(label("weight"), PM_FIELD_ESTIMATE);
	CHECK_INT(label("How big"), PM_FIELD_REACH); /* the last one counts */
	CHECK_INT(label("squad"), PM_FIELD_CUSTOM);
	CHECK_INT(label("Priority"), PM_FIELD_PRIORITY);
	CHECK_INT(label(""), PM_FIELD_CUSTOM);
	read_text("");
	CHECK_INT(label("Größe"), PM_FIELD_JOB_SIZE);
	CHECK_INT(pm_field_find(PM_STR("how big")), PM_FIELD_CUSTOM);
}

static void test_print(void)
{
	struct pm_buf out = {0};

	read_text("[rank]\nmethod = rice\nmethod = wsjf\nfoo = 1\n[product]\npath = b\npath = a\n[rule \"x-y\"]\nmin = "
		  "2\nseverity=note\n"
		  "[lang]\nstory = \" a#b\\\"c\\\\ \"\n[product \"web\"]\nname = W\nname = Web \n");
	pm_config_set(&config, "product.path=c", &out);
	pm_config_print(&config, &out);
	CHECK_STR(out.p, "product.path = b  # .pmconfig:6\n"
			 "product.path = a  # .pmconfig:7\n"
			 "product.path = c  # command line\n"
			 "product.web.name = Web  # .pmconfig:15\n"
			 "rule.x-y.severity = note  # .pmconfig:10\n"
			 "rule.x-y.min = 2  # .pmconfig:9\n"
			 "rank.method = wsjf  # .pmconfig:3\n"
			 "lang.story = \" a#b\\\"c\\\\ \"  # .pmconfig:12\n"
			 "lint.fail-on = error  # default\n");
	pm_buf_clear(&out);
}

#define STATE(text, expected, part)                                                                                                \
	do {                                                                                                                       \
		struct pm_str word = PM_STR("");                                                                                   \
		CHECK_INT(pm_config_state(&config, pm_str_c(text), &word), expected);                                              \
		CHECK_PMSTR(word, part);                                                                                           \
	} while (0)

static void test_states(void)
{
	read_text(
		"[workflow]\nstate = In review = started\nstate = In = idea\nstate = In review done = done\nstate = Größe = open\n"
		"state = \xf0\x9f\x9a\xa7 = dropped\nstate = Done = started\nstate = 上线 = done\n");
	CHECK_STR(findings(), "");
	STATE("In review", PM_STATE_STARTED, "In review");
	STATE("**IN REVIEW** since Monday", PM_STATE_STARTED, "IN REVIEW");
	STATE("in-review", PM_STATE_STARTED, "in-review");
	STATE("in_review (Jo)", PM_STATE_STARTED, "in_review");
	STATE("\xe2\x9c\x85 `In  *review*`", PM_STATE_STARTED, "In  *review");
	STATE("In review done, at last", PM_STATE_DONE, "In review done");
	STATE("In reviewing", PM_STATE_IDEA, "In");
	STATE("GRÖSSE", PM_STATE_NONE, "");
	STATE("GRÖßE", PM_STATE_OPEN, "GRÖßE");
	STATE("\xf0\x9f\x9a\xa7 halted", PM_STATE_DROPPED, "\xf0\x9f\x9a\xa7");
	STATE("done", PM_STATE_STARTED, "done");
	STATE("上线", PM_STATE_DONE, "上线");
	STATE("Cancelled", PM_STATE_DROPPED, "Cancelled");
	STATE("", PM_STATE_NONE, "");
	STATE("**", PM_STATE_NONE, "");
	CHECK_INT(pm_config_state(&config, PM_STR("In review"), NULL), PM_STATE_STARTED);
	CHECK_INT(pm_config_state(&config, (struct pm_str){NULL, 0}, NULL), PM_STATE_NONE);
	read_text("");
	STATE("Done", PM_STATE_DONE, "Done");
}

static bool match(const char *pattern, const char *path)
{
	return pm_path_match(pm_str_c(pattern), pm_str_c(path));
}

static void test_paths(void)
{
	CHECK(match("a/b.md", "a/b.md"));
	CHECK(!match("a/b.md", "a/b.mdx"));
	CHECK(!match("a/b.md", "x/a/b.md"));
	CHECK(match("*.md", "b.md"));
	CHECK(!match("*.md", "a/b.md"));
	CHECK(match("a/*/c", "a/b/c"));
	CHECK(!match("a/*/c", "a/b/b/c"));
	CHECK(match("a*c*e", "abcde"));
	CHECK(!match("a*c*e", "abde"));
	CHECK(match("?.md", "ä.md"));
	CHECK(match("??.md", "漢字.md"));
	CHECK(!match("?", "/"));
	CHECK(!match("?", ""));
	CHECK(match("**", "a/b/c"));
	CHECK(match("**", ""));
	CHECK(match("*", ""));
	CHECK(match("**/c", "c"));
	CHECK(match("**/c", "a/b/c"));
	CHECK(!match("**/c", "a/bc"));
	CHECK(match("a/**/c", "a/c"));
	CHECK(match("a/**/c", "a/b/b/c"));
	CHECK(!match("a/**/c", "a/bc"));
	CHECK(!match("a/**/c", "ac"));
	CHECK(match("a/**", "a/b/c"));
	CHECK(!match("a/**", "a"));
	CHECK(match("a**c", "a/b/c"));
	CHECK(match("**/**/c", "c"));
	CHECK(match("**/b/**/d.*", "x/b/c/c/d.md"));
	CHECK(!match("**/b/**/d.*", "x/c/d.md"));
	CHECK(match("docs/", "docs/a/b.md"));
	CHECK(match("do*/", "docs/a"));
	CHECK(!match("docs/", "docs"));
	CHECK(!match("docs/", "adocs/x"));
	CHECK(!match("", "a"));
	CHECK(match("", ""));
	CHECK(match("criteria-*", "criteria-missing"));
	CHECK(match("\xff*", "\xff\xfe"));
	struct pm_buf pattern = {0}, path = {0};

	for (int i = 0; i < 200; i++)
		pm_buf_addz(&pattern, "**/*a");
	for (int i = 0; i < 2000; i++)
		pm_buf_addz(&path, "a/");
	CHECK(!match(pattern.p, path.p));
	pm_buf_clear(&pattern);
	pm_buf_clear(&path);
}

/* A million of anything: the limit is said, and what is kept costs what it should. */
static void test_many(void)
{
	struct pm_buf text = {0}, out = {0};

	for (int i = 0; i < 30000; i++)
		pm_buf_addz(&text, "[rank]\nmethod = rice\n]\n");
	read_text(text.p);
	CHECK_INT(config.count, PM_CONFIG_MAX);
	CHECK_INT(config.diags.count, PM_CONFIG_MAX + 1);
	CHECK_INT(config.diags.list[PM_CONFIG_MAX].path_line, 3 * PM_CONFIG_MAX + 2);
	pm_config_print(&config, &out);
	CHECK_STR(out.p, "rank.method = rice  # .pmconfig:12287\nlint.fail-on = error  # default\n");
	pm_buf_reset(&out);
	CHECK_INT(pm_config_set(&config, "rank.method=wsjf", &out), -1);
	CHECK(out.n > 0);
	pm_buf_clear(&text);
	pm_buf_clear(&out);
}

int main(int argc, char **argv)
{
	if (argc == 3)
		return show(argv[1], argv[2]);
	pm_config_init(&config);
	test_syntax();
	test_broken();
	test_names();
	test_values();
	test_set();
	test_products();
	test_aliases();
	test_print();
	test_states();
	test_paths();
	test_many();
	pm_config_clear(&config);
	pm_buf_clear(&said);
	return test_done();
}
