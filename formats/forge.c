/* forge: where a line of a file can be seen on the web. */
#include "formats/forge.h"

#include <stdbool.h>
#include <string.h>

/* What a host's name has in it, and how that forge names a line; the last is for all others. */
static const struct {
	const char *host, *tail;
} forges[] = {
	{"gitlab", "/-/blob/{rev}/{path}?plain=1#L{line}"},
	{"bitbucket", "/src/{rev}/{path}#lines-{line}"},
	{"git.sr.ht", "/tree/{rev}/item/{path}#L{line}"},
	{"codeberg", "/src/{kind}/{rev}/{path}?display=source#L{line}"},
	{"gitea", "/src/{kind}/{rev}/{path}?display=source#L{line}"},
	{"forgejo", "/src/{kind}/{rev}/{path}?display=source#L{line}"},
	{"", "/blob/{rev}/{path}?plain=1#L{line}"},
};

static bool host_has(struct pm_str web, const char *part)
{
	struct pm_str host = web;
	size_t n = strlen(part);

	for (int slashes = 0; host.n > 0 && slashes < 2; host = pm_str_sub(host, 1, host.n))
		slashes += host.p[0] == '/';
	for (; host.n >= n && (host.n == 0 || host.p[0] != '/'); host = pm_str_sub(host, 1, host.n))
		if (pm_str_istarts(host, part))
			return true;
	return false;
}

void pm_forge_template(struct pm_str web, struct pm_buf *out)
{
	size_t i = 0;

	while (!host_has(web, forges[i].host))
		i++;
	pm_buf_adds(out, web);
	pm_buf_addz(out, forges[i].tail);
}

static void add_path(struct pm_buf *out, const char *path)
{
	for (; *path; path++) {
		unsigned char c = (unsigned char)*path;
		bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~/", c);

		if (plain)
			pm_buf_addc(out, (char)c);
		else
			pm_buf_addf(out, "%%%02X", (unsigned)c);
	}
}

void pm_forge_link(const char *template, const char *rev, const char *path, unsigned long line, struct pm_buf *out)
{
	for (const char *p = template; *p;) {
		struct pm_str rest = pm_str_c(p);

		if (pm_str_starts(rest, "{rev}")) {
			pm_buf_addz(out, rev);
			p += strlen("{rev}");
		} else if (pm_str_starts(rest, "{kind}")) {
			pm_buf_addz(out, strcmp(rev, "HEAD") == 0 ? "branch" : "commit");
			p += strlen("{kind}");
		} else if (pm_str_starts(rest, "{path}")) {
			add_path(out, path);
			p += strlen("{path}");
		} else if (pm_str_starts(rest, "{line}")) {
			pm_buf_addf(out, "%lu", line);
			p += strlen("{line}");
		} else {
			pm_buf_addc(out, *p++);
		}
	}
}
