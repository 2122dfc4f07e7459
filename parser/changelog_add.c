/* changelog_add: a version put into a changelog, and every other byte of it kept. */
#include "parser/changelog.h"

#include <string.h>

static const char head[] = "# Changelog\n\nWhat changed for those who use it, the newest version first. The form is that of\n"
			   "[Keep a Changelog](https://keepachangelog.com/en/2.0.0/).\n\n## Unreleased\n\n";

/* The newest version, whose heading shows how they are written here; NULL: there is none. */
static const struct pm_changelog_version *newest(const struct pm_changelog *changelog)
{
	for (size_t i = 0; i < changelog->version_count; i++)
		if (!changelog->versions[i].unreleased)
			return &changelog->versions[i];
	return NULL;
}

void pm_changelog_heading(const struct pm_changelog *changelog, const struct pm_changelog_new *version, struct pm_buf *out)
{
	const struct pm_changelog_version *model = newest(changelog);
	const struct pm_changelog_version *first = model || !changelog->version_count ? model : &changelog->versions[0];
	bool bracketed = first && first->bracketed,
	     digit = version->version.n && version->version.p[0] >= '0' && version->version.p[0] <= '9';
	bool v = digit && model && model->name.n > 1 && model->name.p[0] == 'v' && model->name.p[1] >= '0' &&
		 model->name.p[1] <= '9';

	pm_buf_addf(out, "## %s%s%.*s%s", bracketed ? "[" : "", v ? "v" : "", PM_FMT(version->version), bracketed ? "]" : "");
	if (version->date.n)
		pm_buf_addf(out, " - %.*s", PM_FMT(version->date));
	pm_buf_addc(out, '\n');
}

/* Adds text with the line ends of the file. */
static void add_lines(struct pm_buf *out, const char *text, size_t n, bool crlf)
{
	for (size_t i = 0; i < n; i++) {
		if (crlf && text[i] == '\n')
			pm_buf_addc(out, '\r');
		pm_buf_addc(out, text[i]);
	}
}

static bool has_crlf(struct pm_str text)
{
	ptrdiff_t end = pm_str_chr(text, '\n');

	return end > 0 && text.p[end - 1] == '\r';
}

/* Where the version goes: above the newest, else at the end of what is unreleased, else above the links, else at the end. */
static uint32_t place_of(struct pm_str text, const struct pm_changelog *changelog)
{
	const struct pm_changelog_version *model = newest(changelog);

	if (model)
		return model->section.start;
	if (changelog->version_count)
		return changelog->versions[changelog->version_count - 1].section.end;
	return changelog->link_count ? changelog->links[0].span.start : (uint32_t)text.n;
}

/* How many line ends must be added so that a blank line stands before `at`. */
static int missing_lines(struct pm_str text, uint32_t at)
{
	int ends = 0;

	for (uint32_t i = at; i > 0 && ends < 2; i--) {
		if (text.p[i - 1] == '\r')
			continue;
		if (text.p[i - 1] != '\n')
			break;
		ends++;
	}
	return at == 0 ? 0 : 2 - ends;
}

static void add_section(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version,
			struct pm_edits *edits)
{
	uint32_t at = place_of(text, changelog);
	struct pm_buf section = {0}, lines = {0};

	if (!text.n)
		pm_buf_addz(&section, head);
	for (int i = missing_lines(text, at); i > 0; i--)
		pm_buf_addc(&section, '\n');
	pm_changelog_heading(changelog, version, &section);
	pm_buf_addc(&section, '\n');
	pm_buf_adds(&section, version->body);
	if (at < text.n)
		pm_buf_addc(&section, '\n');
	add_lines(&lines, section.p, section.n, has_crlf(text));
	pm_edits_add(edits, 0, (struct pm_span){at, at}, pm_buf_str(&lines));
	pm_buf_clear(&lines);
	pm_buf_clear(&section);
}

/* The tag that the version will have: as the one before is called, "v1.4.0" behind "v1.3.0". */
static void add_tag(struct pm_str before, const struct pm_changelog_new *version, struct pm_buf *out)
{
	size_t n = 0;

	while (n < before.n && !(before.p[n] >= '0' && before.p[n] <= '9'))
		n++;
	if (!version->tag.n && n < before.n)
		pm_buf_adds(out, pm_str_sub(before, 0, n));
	pm_buf_adds(out, version->tag.n ? version->tag : version->version);
}

/* "[Unreleased]: .../compare/v1.3.0...HEAD" begins at the new tag, and the new version has a link like it. */
static void add_link(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version,
		     struct pm_edits *edits)
{
	static const char compare[] = "/compare/";
	const struct pm_changelog_link *link = pm_changelog_link(changelog, PM_STR("Unreleased"));
	ptrdiff_t start = link ? pm_str_find(link->target, compare) : -1, dots;
	struct pm_buf line = {0}, tag = {0};
	struct pm_str from;
	uint32_t at;

	if (start < 0)
		return;
	from = pm_str_sub(link->target, (size_t)start + sizeof compare - 1, link->target.n);
	dots = pm_str_find(from, "...");
	if (dots < 0)
		return;
	from.n = (size_t)dots;
	at = (uint32_t)(from.p - text.p);
	add_tag(from, version, &tag);
	pm_edits_add(edits, 0, (struct pm_span){at, at + (uint32_t)from.n}, pm_buf_str(&tag));
	if (link->span.end == text.n && text.p[text.n - 1] != '\n')
		pm_buf_addz(&line, has_crlf(text) ? "\r\n" : "\n");
	pm_buf_addf(&line, "[%.*s]: %.*s%.*s...%.*s%s", PM_FMT(version->version),
		    PM_FMT(pm_str_sub(link->target, 0, (size_t)start + sizeof compare - 1)), PM_FMT(from), PM_FMT(pm_buf_str(&tag)),
		    has_crlf(text) ? "\r\n" : "\n");
	pm_edits_add(edits, 0, (struct pm_span){link->span.end, link->span.end}, pm_buf_str(&line));
	pm_buf_clear(&line);
	pm_buf_clear(&tag);
}

int pm_changelog_add(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version,
		     struct pm_edits *edits, struct pm_buf *err)
{
	const struct pm_changelog_version *there = pm_changelog_find(changelog, version->version);

	if (there) {
		pm_buf_addf(err, "version %.*s is there already, at line %u; to write it anew, take that section out first",
			    PM_FMT(version->version), there->line);
		return -1;
	}
	add_section(text, changelog, version, edits);
	add_link(text, changelog, version, edits);
	return 0;
}

/* Takes the next line off, without its end. */
static struct pm_str next_line(struct pm_str *text)
{
	ptrdiff_t end = pm_str_chr(*text, '\n');
	struct pm_str line = end < 0 ? *text : pm_str_sub(*text, 0, (size_t)end);

	*text = end < 0 ? pm_str_sub(*text, text->n, text->n) : pm_str_sub(*text, (size_t)end + 1, text->n);
	if (line.n && line.p[line.n - 1] == '\r')
		line.n--;
	return line;
}

bool pm_changelog_has(struct pm_str text, const struct pm_changelog *changelog, const struct pm_changelog_new *version)
{
	const struct pm_changelog_version *there = pm_changelog_find(changelog, version->version);
	struct pm_str is, should = pm_str_trim(version->body);

	if (!there)
		return false;
	is = pm_str_trim(pm_str_sub(text, there->heading.end, there->section.end));
	while (is.n || should.n)
		if (!pm_str_eq(next_line(&is), next_line(&should)))
			return false;
	return true;
}
