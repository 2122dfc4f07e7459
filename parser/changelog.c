/* changelog: a CHANGELOG.md, line by line. */
#include "parser/changelog.h"

#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

const char *pm_change_kind_name(enum pm_change_kind kind)
{
	static const char *const names[] = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Other"};

	return names[kind];
}

enum pm_change_kind pm_change_kind_from(struct pm_str name)
{
	int kind = 0;

	while (kind < PM_CHANGE_KINDS && !pm_str_ieqc(name, pm_change_kind_name((enum pm_change_kind)kind)))
		kind++;
	return (enum pm_change_kind)kind;
}

struct scan {
	struct pm_changelog *out;
	struct pm_str text;
	uint32_t at, line; /* of the line in hand */
	char fence;	   /* its character; 0: outside */
	size_t fence_length;
	bool comment;
	bool after_blank; /* the line before is blank, or there is none */
};

/* -- what hides headings */

static size_t run_of(struct pm_str s, char c)
{
	size_t n = 0;

	while (n < s.n && s.p[n] == c)
		n++;
	return n;
}

/* Opens or closes a fence or a comment.  Is the line hidden? */
static bool is_hidden(struct scan *scan, struct pm_str line)
{
	struct pm_str text = pm_str_trim(line);
	char c = text.n ? text.p[0] : '\0';
	size_t n = c == '`' || c == '~' ? run_of(text, c) : 0;

	if (scan->comment) {
		scan->comment = pm_str_find(text, "-->") < 0;
		return true;
	}
	if (scan->fence) {
		if (c == scan->fence && n >= scan->fence_length && n == text.n)
			scan->fence = '\0';
		return true;
	}
	if (n >= 3) {
		scan->fence = c;
		scan->fence_length = n;
		return true;
	}
	if (pm_str_starts(text, "<!--") && pm_str_find(text, "-->") < 0)
		scan->comment = true;
	return scan->comment;
}

/* -- headings */

static unsigned heading_level(struct pm_str line, struct pm_str *text)
{
	size_t blanks = run_of(line, ' '), level;

	if (blanks > 3)
		return 0;
	line = pm_str_sub(line, blanks, line.n);
	level = run_of(line, '#');
	if (!level || level > 6 || (level < line.n && line.p[level] != ' ' && line.p[level] != '\t'))
		return 0;
	*text = pm_str_trim(pm_str_sub(line, level, line.n));
	while (text->n && text->p[text->n - 1] == '#')
		text->n--;
	*text = pm_str_trim(*text);
	return (unsigned)level;
}

/* The next line, without its end; empty at the end of the text. */
static struct pm_str line_at(struct pm_str text, uint32_t at)
{
	const char *start = text.p + at, *end = at < text.n ? memchr(start, '\n', text.n - at) : NULL;
	size_t n = end ? (size_t)(end - start) : text.n - at;

	return pm_str_n(start, n && start[n - 1] == '\r' ? n - 1 : n);
}

/* Behind the end of the line that is n bytes long. */
static uint32_t behind(struct pm_str text, uint32_t at, size_t n)
{
	at += (uint32_t)n;
	if (at < text.n && text.p[at] == '\r')
		at++;
	return at < text.n ? at + 1 : at;
}

/* May a line be the text of a heading that is underlined? */
static bool is_plain(struct pm_str line)
{
	return pm_str_trim(line).n && run_of(line, ' ') < 4 && !strchr("\t#>|-+*=", line.p[run_of(line, ' ')]);
}

/* The level of a heading that the next line underlines, and that line; 0: it is none. */
static unsigned underlined_level(const struct scan *scan, struct pm_str line, struct pm_str *under)
{
	struct pm_str marks;
	char c;

	if (!scan->after_blank || !is_plain(line))
		return 0;
	*under = line_at(scan->text, behind(scan->text, scan->at, line.n));
	marks = pm_str_trim(*under);
	c = marks.n ? marks.p[0] : '\0';
	if ((c != '=' && c != '-') || run_of(*under, ' ') > 3 || run_of(marks, c) < marks.n)
		return 0;
	return c == '=' ? 1 : 2;
}

/* Skips the dash between version and date, of any kind. */
static struct pm_str skip_dash(struct pm_str s)
{
	s = pm_str_trim(s);
	if (pm_str_starts(s, "-"))
		s = pm_str_sub(s, run_of(s, '-'), s.n);
	else if (pm_str_starts(s, "\xe2\x80\x93") || pm_str_starts(s, "\xe2\x80\x94"))
		s = pm_str_sub(s, 3, s.n);
	else if (pm_str_starts(s, "("))
		s = pm_str_sub(s, 1, pm_str_ends(s, ")") ? s.n - 1 : s.n);
	return pm_str_trim(s);
}

/* Takes "[1.4.0]", "[1.4.0](https://...)" or "1.4.0" off the front. */
static struct pm_str take_name(struct pm_str *text, bool *bracketed)
{
	ptrdiff_t close = pm_str_starts(*text, "[") ? pm_str_chr(*text, ']') : -1;
	struct pm_str name;
	size_t end = 0;

	*bracketed = close > 0;
	if (close > 0) {
		name = pm_str_sub(*text, 1, (size_t)close);
		*text = pm_str_sub(*text, (size_t)close + 1, text->n);
		close = pm_str_starts(*text, "(") ? pm_str_chr(*text, ')') : -1;
		if (close > 0)
			*text = pm_str_sub(*text, (size_t)close + 1, text->n);
		return pm_str_trim(name);
	}
	while (end < text->n && text->p[end] != ' ' && text->p[end] != '\t')
		end++;
	name = pm_str_sub(*text, 0, end);
	*text = pm_str_sub(*text, end, text->n);
	return name;
}

/* An ISO date and nothing else. */
static pm_day read_day(struct pm_str date)
{
	pm_day day;
	char text[16];

	if (date.n != 10 || pm_date_read(date, false, &day) != 10)
		return PM_NO_DAY;
	pm_day_format(day, text);
	return pm_str_eqc(date, text) ? day : PM_NO_DAY;
}

/* "2026-11-22 - Saved cards": the version has a name, too. */
static struct pm_str without_name(struct pm_str date)
{
	struct pm_str first = pm_str_sub(date, 0, 10);

	return date.n > 10 && (date.p[10] == ' ' || date.p[10] == ':') && read_day(first) != PM_NO_DAY ? first : date;
}

static struct pm_span span_of(const struct scan *scan, struct pm_str line)
{
	return (struct pm_span){scan->at, scan->at + (uint32_t)line.n};
}

static void end_section(struct scan *scan)
{
	struct pm_changelog *out = scan->out;

	if (out->version_count && !out->versions[out->version_count - 1].section.end)
		out->versions[out->version_count - 1].section.end = scan->at;
}

static void add_version(struct scan *scan, struct pm_str line, struct pm_str text)
{
	struct pm_changelog *out = scan->out;
	struct pm_changelog_version version = {.line = scan->line, .heading = span_of(scan, line), .section = {scan->at, 0}};
	ptrdiff_t yanked;

	end_section(scan);
	version.name = take_name(&text, &version.bracketed);
	version.unreleased = pm_str_ieqc(version.name, "unreleased");
	yanked = pm_str_ifind(text, "[YANKED]");
	version.yanked = yanked >= 0;
	version.date = without_name(skip_dash(yanked >= 0 ? pm_str_sub(text, 0, (size_t)yanked) : text));
	version.day = read_day(version.date);
	version.first_group = (uint32_t)out->group_count;
	PM_GROW(out->versions, out->version_count, out->version_cap);
	out->versions[out->version_count++] = version;
}

static void add_group(struct scan *scan, struct pm_str line, struct pm_str text)
{
	struct pm_changelog *out = scan->out;

	if (!out->version_count || out->versions[out->version_count - 1].section.end)
		return;
	PM_GROW(out->groups, out->group_count, out->group_cap);
	out->groups[out->group_count++] = (struct pm_changelog_group){
		.kind = pm_change_kind_from(text), .name = text, .line = scan->line, .heading = span_of(scan, line)};
	out->versions[out->version_count - 1].group_count++;
}

/* -- entries and links */

static void count_entry(struct scan *scan, struct pm_str line)
{
	struct pm_changelog *out = scan->out;

	if (line.n > 1 && strchr("-*+", line.p[0]) && line.p[0] && line.p[1] == ' ' && out->group_count && out->version_count &&
	    out->versions[out->version_count - 1].group_count)
		out->groups[out->group_count - 1].entries++;
}

/* "[1.4.0]: https://..."; the first one ends the last version. */
static bool add_link(struct scan *scan, struct pm_str line)
{
	struct pm_changelog *out = scan->out;
	ptrdiff_t close = pm_str_starts(line, "[") ? pm_str_find(line, "]:") : -1;
	uint32_t end = scan->at + (uint32_t)line.n;

	if (close < 2)
		return false;
	end_section(scan);
	while (end < scan->text.n && (scan->text.p[end] == '\r' || scan->text.p[end] == '\n'))
		if (scan->text.p[end++] == '\n')
			break;
	PM_GROW(out->links, out->link_count, out->link_cap);
	out->links[out->link_count++] = (struct pm_changelog_link){
		.name = pm_str_sub(line, 1, (size_t)close),
		.target = pm_str_trim(pm_str_sub(line, (size_t)close + 2, line.n)),
		.line = scan->line,
		.span = {scan->at, end},
	};
	return true;
}

/* Returns what was read: the line, or with it the one that underlines it. */
static struct pm_str scan_line(struct scan *scan, struct pm_str line)
{
	struct pm_str text, under;
	unsigned level;

	if (is_hidden(scan, line) || add_link(scan, line))
		return line;
	level = heading_level(line, &text);
	if (!level && (level = underlined_level(scan, line, &under))) {
		text = pm_str_trim(line);
		line.n = (size_t)(under.p - line.p) + under.n;
	}
	if (level == 1 && !scan->out->title.end)
		scan->out->title = span_of(scan, line);
	else if (level == 1)
		end_section(scan);
	else if (level == 2)
		add_version(scan, line, text);
	else if (level == 3)
		add_group(scan, line, text);
	else
		count_entry(scan, line);
	return line;
}

void pm_changelog_read(struct pm_str text, struct pm_changelog *changelog)
{
	struct scan scan = {.out = changelog, .text = text, .line = 1, .after_blank = true};

	*changelog = (struct pm_changelog){0};
	if (scan.text.n > UINT32_MAX)
		scan.text.n = UINT32_MAX;
	if (pm_str_starts(scan.text, "\xef\xbb\xbf"))
		scan.at = 3;
	while (scan.at < scan.text.n) {
		struct pm_str line = line_at(scan.text, scan.at), taken = scan_line(&scan, line);

		scan.after_blank = taken.n > line.n || !pm_str_trim(line).n;
		scan.line += taken.n > line.n ? 2 : 1;
		scan.at = behind(scan.text, scan.at, taken.n);
	}
	end_section(&scan);
}

void pm_changelog_clear(struct pm_changelog *changelog)
{
	free(changelog->versions);
	free(changelog->groups);
	free(changelog->links);
	*changelog = (struct pm_changelog){0};
}

static struct pm_str bare(struct pm_str name)
{
	bool v = name.n > 1 && (name.p[0] | 0x20) == 'v' && name.p[1] >= '0' && name.p[1] <= '9';

	return v ? pm_str_sub(name, 1, name.n) : name;
}

const struct pm_changelog_version *pm_changelog_find(const struct pm_changelog *changelog, struct pm_str name)
{
	for (size_t i = 0; i < changelog->version_count; i++)
		if (pm_str_ieq(bare(changelog->versions[i].name), bare(name)))
			return &changelog->versions[i];
	return NULL;
}

const struct pm_changelog_link *pm_changelog_link(const struct pm_changelog *changelog, struct pm_str name)
{
	for (size_t i = 0; i < changelog->link_count; i++)
		if (pm_str_ieq(changelog->links[i].name, name))
			return &changelog->links[i];
	return NULL;
}
