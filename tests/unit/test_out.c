/* test_out: the sink, and text made safe for where it goes. */
#include "formats/out.h"

#include "tests/unit/test.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

typedef void escape_fn(struct pm_out *out, struct pm_str s);

static const char *escaped(escape_fn *escape, struct pm_str s)
{
	static struct pm_out out;

	pm_out_clear(&out);
	pm_out_memory(&out);
	escape(&out, s);
	return out.buf.p ? out.buf.p : "";
}

static const char *terminal(const char *s)
{
	return escaped(pm_out_terminal, pm_str_c(s));
}

static const char *html(const char *s)
{
	return escaped(pm_out_html, pm_str_c(s));
}

static const char *xml(const char *s)
{
	return escaped(pm_out_xml, pm_str_c(s));
}

static const char *csv(const char *s)
{
	return escaped(pm_out_csv, pm_str_c(s));
}

static const char *markdown(const char *s)
{
	return escaped(pm_out_markdown, pm_str_c(s));
}

static const char *body(const char *s)
{
	return escaped(pm_out_markdown_body, pm_str_c(s));
}

static void test_sink(void)
{
	struct pm_out out;
	char long_text[1000];

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	pm_out_memory(&out);
	pm_outc(&out, 'a');
	pm_outz(&out, "bc");
	pm_outs(&out, PM_STR("de"));
	pm_outf(&out, "%d-%s", 7, "f");
	CHECK_STR(out.buf.p, "abcde7-f");
	pm_outf(&out, "%s!", long_text);
	CHECK_INT(out.buf.n, 8 + 999 + 1);
	CHECK(out.buf.p[out.buf.n - 1] == '!');
	CHECK_INT(pm_out_close(&out), 0);
	CHECK_INT(out.buf.n, 1008); /* memory is kept */
	pm_out_clear(&out);
}

static void test_full_disk(void)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	struct pm_out out;

	if (fd < 0)
		return;
	pm_out_fd(&out, fd);
	pm_outz(&out, "lost");
	errno = 0;
	CHECK_INT(pm_out_close(&out), -1);
	CHECK_INT(errno, ENOSPC);
	pm_outz(&out, "also lost"); /* the error sticks */
	CHECK_INT(pm_out_close(&out), -1);
	CHECK_INT(errno, ENOSPC);
	pm_out_clear(&out);
	close(fd);
}

static void test_blocks(void)
{
	char path[] = "/tmp/pm-test-out-XXXXXX";
	int fd = mkstemp(path);
	struct pm_out out;

	CHECK(fd >= 0);
	pm_out_fd(&out, fd);
	for (int i = 0; i < 100000; i++)
		pm_outz(&out, "0123456789");
	CHECK(out.buf.n < 100000); /* it was flushed in between */
	CHECK_INT(pm_out_close(&out), 0);
	CHECK_INT(lseek(fd, 0, SEEK_CUR), 1000000);
	pm_out_clear(&out);
	close(fd);
	unlink(path);
}

static void test_terminal(void)
{
	CHECK_STR(terminal("plain, caf\xc3\xa9 <&>"), "plain, caf\xc3\xa9 <&>");
	CHECK_STR(terminal("\033[31mred\033[0m"), "^[[31mred^[[0m");
	CHECK_STR(terminal("a\tb\nc\rd\x7f"), "a^Ib^Jc^Md^?");
	CHECK_STR(terminal("\xc2\x9b"
			   "31m"),
		  "<U+009B>31m"); /* CSI in one character */
	CHECK_STR(terminal("a\xe2\x80\xae"
			   "b\xe2\x81\xa6"
			   "c\xd8\x9c"),
		  "a<U+202E>b<U+2066>c<U+061C>");
	CHECK_STR(terminal("a\xe2\x80\xa8"
			   "b"),
		  "a<U+2028>b");
	CHECK_STR(terminal("\xff\xc3"), "\xef\xbf\xbd\xef\xbf\xbd");
	CHECK_STR(escaped(pm_out_terminal, pm_str_n("a\0b", 3)), "a^@b");
	CHECK_STR(terminal(""), "");
}

static void test_html(void)
{
	CHECK_STR(html("<script>alert('1' & \"2\")</script>"),
		  "&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;");
	CHECK_STR(html("a\r\nb\tc"), "a\nb\tc");
	CHECK_STR(html("a\rb\033"), "a^Mb^[");
	CHECK_STR(html("a\xe2\x80\xae"
		       "b"),
		  "a&lt;U+202E&gt;b");
	CHECK_STR(html("\xed\xa0\x80"), "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd"); /* a surrogate */
}

static void test_xml(void)
{
	CHECK_STR(xml("a<b>&\"'"), "a&lt;b&gt;&amp;&quot;&#39;");
	CHECK_STR(xml("a\x01"
		      "b\x1f"
		      "c"),
		  "a\xef\xbf\xbd"
		  "b\xef\xbf\xbd"
		  "c");
	CHECK_STR(xml("a\xef\xbf\xbe"
		      "b\xef\xbf\xbf"),
		  "a\xef\xbf\xbd"
		  "b\xef\xbf\xbd");
	CHECK_STR(xml("a\tb\nc"), "a\tb\nc");
}

static void test_csv(void)
{
	CHECK_STR(csv("plain text"), "plain text");
	CHECK_STR(csv("a,b"), "\"a,b\"");
	CHECK_STR(csv("say \"hi\""), "\"say \"\"hi\"\"\"");
	CHECK_STR(csv("two\nlines"), "\"two\nlines\"");
	CHECK_STR(csv("=1+2"), "\"'=1+2\"");
	CHECK_STR(csv("@SUM(A1)"), "\"'@SUM(A1)\"");
	CHECK_STR(csv("-cmd|x"), "\"'-cmd|x\"");
	CHECK_STR(csv("  =1"), "\"'  =1\"");
	CHECK_STR(csv("\xef\xbc\x9d"
		      "1"),
		  "\"'\xef\xbc\x9d"
		  "1\""); /* = in full width */
	CHECK_STR(csv("\t=1"), "\"'\t=1\"");
	CHECK_STR(csv("-5"), "-5"); /* a number is no formula */
	CHECK_STR(csv("+3.2"), "+3.2");
	CHECK_STR(csv("-"), "\"'-\"");
	CHECK_STR(csv("a\033[0m"), "\"a^[[0m\"");
	CHECK_STR(csv(""), "");
}

static void test_markdown(void)
{
	CHECK_STR(markdown("plain, caf\xc3\xa9: done."), "plain, caf\xc3\xa9: done.");
	CHECK_STR(markdown("*b* `c` [l](u) a|b ~s~"), "\\*b\\* \\`c\\` \\[l\\](u) a\\|b \\~&#8203;s\\~");
	CHECK_STR(markdown("snake_case _em_"), "snake_case \\_em\\_");
	CHECK_STR(markdown("<img src=x> & co"), "&lt;img src=x&gt; &amp; co");
	CHECK_STR(markdown("@everyone fixes #12"), "@&#8203;everyone fixes #&#8203;12");
	CHECK_STR(markdown("closes GH-7, !3, a@b"), "closes GH&#8203;-7, !&#8203;3, a@&#8203;b");
	CHECK_STR(markdown("see https://x.example/1 and www.x.example"), "see https:&#8203;//x.example/1 and www&#8203;.x.example");
	CHECK_STR(markdown("- not a list"), "\\- not a list");
	CHECK_STR(markdown("1. not a list"), "1\\. not a list");
	CHECK_STR(markdown("53.5 points"), "53.5 points");
	CHECK_STR(markdown("-5 and -"), "-5 and -");
	CHECK_STR(markdown("---"), "\\---");
	CHECK_STR(markdown("#"), "\\#");
	CHECK_STR(markdown("C #"), "C \\#");
	CHECK_STR(markdown("#tag"), "#tag");
	CHECK_STR(markdown("read-*"), "read-\\*");
	CHECK_STR(escaped(pm_out_markdown_inside, PM_STR("read-*")), "read-*");
	CHECK_STR(escaped(pm_out_markdown_inside, PM_STR("*read-*")), "\\*read-\\*");
	CHECK_STR(escaped(pm_out_markdown_inside, PM_STR("read *")), "read \\*");
	CHECK_STR(escaped(pm_out_markdown_inside, PM_STR("#")), "#");
	CHECK_STR(escaped(pm_out_markdown_inside, PM_STR("- 1. x")), "- 1. x");
	CHECK_STR(markdown("# not a heading"), "\\# not a heading");
	CHECK_STR(markdown("> not a quote"), "&gt; not a quote");
	CHECK_STR(markdown("two\nlines\tand a tab"), "two lines and a tab");
	CHECK_STR(markdown("a\xe2\x80\xae"
			   "b\033"),
		  "a&lt;U+202E&gt;b^[");
}

static void test_body(void)
{
	CHECK_STR(body("**bold** and\n- a list\n"), "**bold** and\n- a list\n");
	CHECK_STR(body("# heading"), "\\# heading\n");
	CHECK_STR(body("  ```sh"), "  \\```sh\n");
	CHECK_STR(body("<!-- gone"), "&lt;!-- gone\n");
	CHECK_STR(body("![i](u) @ann #1"), "\\![i](u) @&#8203;ann #&#8203;1\n");
	CHECK_STR(body("[a](https://x.example) https://y.example"), "[a](https://x.example) https:&#8203;//y.example\n");
	CHECK_STR(body("[a](javascript:alert(1)) [b](docs/x.md)"), "[a]\\(javascript:alert(1)) [b](docs/x.md)\n");
	CHECK_STR(body("[a](java&#115;cript:x)"), "[a]\\(java&amp;#&#8203;115;cript:x)\n");
	CHECK_STR(body("one\r\ntwo"), "one\ntwo\n");
	CHECK_STR(body("caf\xc3\xa9 \xe6\xbc\xa2"), "caf\xc3\xa9 \xe6\xbc\xa2\n");
}

/* No two bytes on the way in may make more than their share on the way out, or take more than their share of time. */
static void test_long(void)
{
	size_t n = 1 << 20;
	char *text = malloc(n);

	CHECK(text != NULL);
	if (text == NULL)
		return;
	for (size_t i = 0; i < n; i++)
		text[i] = "]("[i % 2];
	CHECK(strlen(escaped(pm_out_markdown_body, pm_str_n(text, n))) >= n);
	memset(text, '1', n / 2);
	memset(text + n / 2, '.', n / 2);
	CHECK_INT(strlen(escaped(pm_out_markdown, pm_str_n(text, n))), n);
	free(text);
}

int main(void)
{
	test_sink();
	test_full_disk();
	test_blocks();
	test_terminal();
	test_html();
	test_xml();
	test_csv();
	test_markdown();
	test_body();
	test_long();
	escaped(pm_out_terminal, PM_STR(""));
	return test_done();
}
