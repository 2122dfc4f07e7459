/* test_forge: a line of a file as each forge addresses it. */
#include "formats/forge.h"

#include "tests/unit/test.h"

#include <stdlib.h>

static void check(const char *web, const char *rev, const char *path, const char *expected)
{
	struct pm_buf template = {0}, link = {0};

	pm_forge_template(pm_str_c(web), &template);
	pm_forge_link(template.p, rev, path, 12, &link);
	CHECK_STR(link.p, expected);
	pm_buf_clear(&template);
	pm_buf_clear(&link);
}

int main(void)
{
	check("https://github.com/o/n", "HEAD", "docs/a b.md", "https://github.com/o/n/blob/HEAD/docs/a%20b.md?plain=1#L12");
	check("https://gitlab.example.org/o/s/n", "1a2b", "a.md", "https://gitlab.example.org/o/s/n/-/blob/1a2b/a.md?plain=1#L12");
	check("https://codeberg.org/o/n", "1a2b", "a.md", "https://codeberg.org/o/n/src/commit/1a2b/a.md?display=source#L12");
	check("https://gitea.example.org/o/n", "HEAD", "a.md",
	      "https://gitea.example.org/o/n/src/branch/HEAD/a.md?display=source#L12");
	check("https://bitbucket.org/o/n", "HEAD", "a.md", "https://bitbucket.org/o/n/src/HEAD/a.md#lines-12");
	check("https://git.sr.ht/~o/n", "HEAD", "a.md", "https://git.sr.ht/~o/n/tree/HEAD/item/a.md#L12");
	/* the owner's name is not the host's; a path cannot leave its place */
	check("https://example.org/gitlab/n", "HEAD", "{line}#?\"<\xc3\xa9",
	      "https://example.org/gitlab/n/blob/HEAD/%7Bline%7D%23%3F%22%3C%C3%A9?plain=1#L12");
	return test_done();
}
