/* out: where bytes go, and how text that came from a file is made safe for it. */
#include "formats/out.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

enum { FLUSH_AT = 64 * 1024 };

void pm_out_memory(struct pm_out *out)
{
	pm_out_fd(out, -1);
}

void pm_out_fd(struct pm_out *out, int fd)
{
	*out = (struct pm_out){.fd = fd};
}

static void flush(struct pm_out *out)
{
	const char *p = out->buf.p;
	size_t left = out->buf.n;

	if (out->fd < 0)
		return;
	while (left > 0 && out->error == 0) {
		ssize_t n = write(out->fd, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			out->error = errno;
			break;
		}
		p += n;
		left -= (size_t)n;
	}
	pm_buf_reset(&out->buf);
}

static inline void flush_when_full(struct pm_out *out)
{
	if (out->fd >= 0 && out->buf.n >= FLUSH_AT)
		flush(out);
}

void pm_out(struct pm_out *out, const void *bytes, size_t n)
{
	if (n == 0)
		return;
	pm_buf_add(&out->buf, bytes, n);
	flush_when_full(out);
}

void pm_outs(struct pm_out *out, struct pm_str s)
{
	pm_out(out, s.p, s.n);
}

void pm_outz(struct pm_out *out, const char *s)
{
	pm_out(out, s, strlen(s));
}

void pm_outc(struct pm_out *out, char c)
{
	pm_buf_addc(&out->buf, c);
	flush_when_full(out);
}

void pm_outu(struct pm_out *out, uint64_t number)
{
	char digits[20];
	size_t at = sizeof digits;

	do
		digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) != 0);
	pm_out(out, digits + at, sizeof digits - at);
}

void pm_outf(struct pm_out *out, const char *format, ...)
{
	va_list args, again;
	char small[256];
	int n;

	va_start(args, format);
	va_copy(again, args);
	n = vsnprintf(small, sizeof(small), format, args);
	if (n >= 0 && (size_t)n < sizeof(small)) {
		pm_out(out, small, (size_t)n);
	} else if (n >= 0) {
		pm_buf_reserve(&out->buf, (size_t)n + 1);
		vsnprintf(out->buf.p + out->buf.n, (size_t)n + 1, format, again);
		out->buf.n += (size_t)n;
		flush_when_full(out);
	}
	va_end(again);
	va_end(args);
}

int pm_out_close(struct pm_out *out)
{
	flush(out);
	if (out->error == 0)
		return 0;
	errno = out->error;
	return -1;
}

void pm_out_clear(struct pm_out *out)
{
	pm_buf_clear(&out->buf);
	out->error = 0;
}

/* -- text made safe */

static bool is_control(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7f && ch < 0xa0);
}

/* What reorders a line, or breaks it where a reader sees no break: U+061C, U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069. */
static bool is_trick(uint32_t ch)
{
	return ch == 0x061c || ch == 0x200e || ch == 0x200f || (ch >= 0x2028 && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

/* Shows what must not be sent: ^[ for the escape character, <U+202E> for a bidirectional control; open and close are < and >. */
static void show(struct pm_out *out, uint32_t ch, const char *open, const char *close)
{
	if (ch < 0x20 || ch == 0x7f) {
		pm_outc(out, '^');
		pm_outc(out, (char)(ch ^ 0x40));
	} else {
		pm_outf(out, "%sU+%04X%s", open, (unsigned)ch, close);
	}
}

/* Sends the bytes before `to` that need nothing. */
static inline void pass(struct pm_out *out, const char **from, const char *to)
{
	pm_out(out, *from, (size_t)(to - *from));
	*from = to;
}

/* Nothing that any of the formats below escapes. */
static inline bool is_plain(uint32_t ch)
{
	return ch >= ' ' && ch < 0x7f && ch != '&' && ch != '<' && ch != '>' && ch != '"' && ch != '\'';
}

/* The course that all the escapes take: plain runs are passed on whole, `special` has the say about each other character (it
 * returns false to let it pass). */
typedef bool special_fn(struct pm_out *out, uint32_t ch, const char *next, const char *end);

static void escape(struct pm_out *out, struct pm_str s, special_fn *special)
{
	const char *from = s.p, *p = s.p, *end = pm_str_end(s);

	while (p < end) {
		uint32_t ch = (unsigned char)*p;
		size_t n = 1;

		if (ch >= 0x80)
			n = pm_utf8_decode(p, end, &ch);
		if (is_plain(ch) || (ch >= 0x80 && ch != 0xfffd && !is_control(ch) && !is_trick(ch))) {
			p += n;
			continue;
		}
		pass(out, &from, p);
		if (ch == 0xfffd)
			pm_outz(out, "\xef\xbf\xbd");
		else if (!special(out, ch, p + n, end))
			pm_outc(out, (char)ch);
		p += n;
		from = p;
	}
	pass(out, &from, end);
}

static bool special_terminal(struct pm_out *out, uint32_t ch, const char *next, const char *end)
{
	(void)next, (void)end;
	if (!is_control(ch) && !is_trick(ch))
		return false;
	show(out, ch, "<", ">");
	return true;
}

void pm_out_terminal(struct pm_out *out, struct pm_str s)
{
	escape(out, s, special_terminal);
}

/* What HTML and XML share: their own five characters, and the controls; a line end stays, as LF. */
static bool special_markup(struct pm_out *out, uint32_t ch, const char *next, const char *end)
{
	switch (ch) {
	case '&': pm_outz(out, "&amp;"); return true;
	case '<': pm_outz(out, "&lt;"); return true;
	case '>': pm_outz(out, "&gt;"); return true;
	case '"': pm_outz(out, "&quot;"); return true;
	case '\'': pm_outz(out, "&#39;"); return true;
	case '\t':
	case '\n': return false;
	case '\r':
		if (next < end && *next == '\n')
			return true;
		break;
	default:
		if (!is_control(ch) && !is_trick(ch))
			return false;
	}
	show(out, ch, "&lt;", "&gt;");
	return true;
}

void pm_out_html(struct pm_out *out, struct pm_str s)
{
	escape(out, s, special_markup);
}

static bool special_xml(struct pm_out *out, uint32_t ch, const char *next, const char *end)
{
	bool line_end = ch == '\t' || ch == '\n' || ch == '\r';

	if ((ch < 0x20 && !line_end)) {
		pm_outz(out, "\xef\xbf\xbd");
		return true;
	}
	return special_markup(out, ch, next, end);
}

/* XML 1.0 has neither U+FFFE nor U+FFFF, which are valid UTF-8. */
void pm_out_xml(struct pm_out *out, struct pm_str s)
{
	const char *from = s.p, *p = s.p, *end = pm_str_end(s);

	for (; end - p >= 3; p++) {
		if ((unsigned char)p[0] != 0xef || (unsigned char)p[1] != 0xbf || (unsigned char)p[2] < 0xbe)
			continue;
		escape(out, pm_str_n(from, (size_t)(p - from)), special_xml);
		pm_outz(out, "\xef\xbf\xbd");
		p += 2;
		from = p + 1;
	}
	escape(out, pm_str_n(from, (size_t)(end - from)), special_xml);
}

static bool special_csv(struct pm_out *out, uint32_t ch, const char *next, const char *end)
{
	if (ch == '"') {
		pm_outz(out, "\"\"");
		return true;
	}
	if (ch == '\n' || ch == '\t')
		return false;
	if (ch == '\r' && next < end && *next == '\n')
		return true;
	return special_terminal(out, ch, next, end);
}

/* "-5" and "+3.2" are numbers to a spreadsheet, and no formulas. */
static bool is_plain_number(struct pm_str s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] >= '0' && s.p[i] <= '9')
			digits++;
		else if (s.p[i] != '.' && !(i == 0 && (s.p[i] == '-' || s.p[i] == '+')))
			return false;
	}
	return digits > 0;
}

/* = + - @, also behind blanks, also in full width; tab and CR at the start. */
static bool is_formula(struct pm_str s)
{
	size_t i = 0;
	uint32_t ch = 0;

	if (s.n == 0 || is_plain_number(s))
		return false;
	if (s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n')
		return true;
	while (i < s.n && s.p[i] == ' ')
		i++;
	if (i == s.n)
		return false;
	pm_utf8_decode(s.p + i, pm_str_end(s), &ch);
	if (ch >= 0xff01 && ch <= 0xff5e)
		ch -= 0xfee0;
	return ch == '=' || ch == '+' || ch == '-' || ch == '@';
}

void pm_out_csv(struct pm_out *out, struct pm_str s)
{
	bool formula = is_formula(s), quoted = formula;

	for (size_t i = 0; i < s.n && !quoted; i++)
		quoted = s.p[i] == ',' || s.p[i] == '"' || s.p[i] == ';' || (unsigned char)s.p[i] < ' ';
	if (s.n > 0 && (s.p[0] == ' ' || s.p[s.n - 1] == ' '))
		quoted = true;
	if (quoted)
		pm_outc(out, '"');
	if (formula)
		pm_outc(out, '\'');
	escape(out, s, special_csv);
	if (quoted)
		pm_outc(out, '"');
}

/* -- Markdown */

#define NOTHING "&#8203;" /* a space of no width: forges then see neither a mention nor a reference */

static bool is_word(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* Is the character at i, with what stands around it, the start of something that a forge links? */
static bool is_reference(struct pm_str s, size_t i)
{
	char c = s.p[i], next = i + 1 < s.n ? s.p[i + 1] : '\0';

	switch (c) {
	case '@': return is_word(next) || next == '_';
	case '#':
	case '!':
	case '%':
	case '$':
	case '&': return next >= '0' && next <= '9';
	case '~': return is_word(next);
	default: return false;
	}
}

/* GH-12, https://, www.: what is linked from a word on.  The length of what comes before the break; 0: nothing. */
static size_t link_start(struct pm_str s, size_t i)
{
	struct pm_str rest = pm_str_sub(s, i, s.n);

	if (pm_str_starts(rest, "://"))
		return 1;
	if (i > 0 && is_word(s.p[i - 1]))
		return 0;
	if (pm_str_istarts(rest, "gh-"))
		return 2;
	return pm_str_istarts(rest, "www.") ? 3 : 0;
}

/* Is this the first character of a line that would be a heading, a list entry, a rule or a heading's underline? */
static bool opens_block(struct pm_str s, size_t i)
{
	if (i == 0)
		return memchr("#-+=", s.p[0], 4) != NULL && (s.n == 1 || !is_word(s.p[1]));
	if (i > 9 || (s.p[i] != '.' && s.p[i] != ')') || (i + 1 < s.n && s.p[i + 1] != ' '))
		return false;
	for (size_t k = 0; k < i; k++)
		if (s.p[k] < '0' || s.p[k] > '9')
			return false;
	return true;
}

/* A star behind a word closes what no star before it has opened. */
static bool is_lone_star(struct pm_str s, size_t i)
{
	return i > 0 && i + 1 == s.n && s.p[i - 1] != ' ' && memchr(s.p, '*', i) == NULL;
}

static bool is_markup(struct pm_str s, size_t i, bool starts)
{
	char c = s.p[i];

	switch (c) {
	case '_': /* inside a word it means nothing */
		return i == 0 || i + 1 == s.n || !is_word(s.p[i - 1]) || !is_word(s.p[i + 1]);
	case '#': /* the last one may end a heading */ return i > 0 && i + 1 == s.n;
	case '*': return starts || !is_lone_star(s, i);
	default: return c != '\0' && strchr("\\`[]|~$", c) != NULL;
	}
}

static void markdown_char(struct pm_out *out, struct pm_str s, size_t i, bool starts)
{
	char c = s.p[i];

	if (c == '<')
		pm_outz(out, "&lt;");
	else if (c == '>')
		pm_outz(out, "&gt;");
	else if (c == '&')
		pm_outz(out, "&amp;");
	else if (c == '\n' || c == '\r' || c == '\t')
		pm_outc(out, ' ');
	else if (is_markup(s, i, starts) || (starts && opens_block(s, i)))
		pm_outf(out, "\\%c", c);
	else
		pm_outc(out, c);
	if (is_reference(s, i))
		pm_outz(out, NOTHING);
}

static void write_markdown(struct pm_out *out, struct pm_str text, bool starts)
{
	struct pm_str s = pm_str_trim(text);

	for (size_t i = 0; i < s.n;) {
		size_t n = link_start(s, i);
		uint32_t ch = (unsigned char)s.p[i];

		if (n > 0) {
			pm_out(out, s.p + i, n);
			pm_outz(out, NOTHING);
			i += n;
			continue;
		}
		n = ch < 0x80 ? 1 : pm_utf8_decode(s.p + i, pm_str_end(s), &ch);
		if (ch == 0xfffd)
			pm_outz(out, "\xef\xbf\xbd");
		else if (is_trick(ch) || (is_control(ch) && ch != '\n' && ch != '\r' && ch != '\t'))
			show(out, ch, "&lt;", "&gt;");
		else if (ch < 0x80)
			markdown_char(out, s, i, starts);
		else
			pm_out(out, s.p + i, n);
		i += n;
	}
}

void pm_out_markdown(struct pm_out *out, struct pm_str text)
{
	write_markdown(out, text, true);
}

void pm_out_markdown_inside(struct pm_out *out, struct pm_str text)
{
	write_markdown(out, text, false);
}

void pm_out_message(struct pm_out *out, struct pm_str s)
{
	static const char gap[] = "\xe2\x80\x8b"; /* U+200B */
	size_t from = 0;

	if (s.n > 0 && s.p[0] == '#')
		pm_outz(out, gap);
	for (size_t i = 0; i < s.n;) {
		size_t n = link_start(s, i);

		if (n == 0 && is_reference(s, i))
			n = 1;
		i += n > 0 ? n : 1;
		if (n == 0)
			continue;
		pm_out_terminal(out, pm_str_sub(s, from, i));
		pm_outz(out, gap);
		from = i;
	}
	pm_out_terminal(out, pm_str_sub(s, from, s.n));
}

/* May a link in a body go there?  http, https, mailto and relative targets. */
static bool is_safe_target(struct pm_str target)
{
	if (pm_str_starts(target, "<"))
		target = pm_str_sub(target, 1, target.n);
	if (pm_str_istarts(target, "http://") || pm_str_istarts(target, "https://") || pm_str_istarts(target, "mailto:"))
		return true;
	target = pm_str_sub(target, 0, 64); /* no scheme is longer */
	for (size_t i = 0; i < target.n && target.p[i] != ')' && target.p[i] != ' '; i++) {
		if (target.p[i] == '/' || target.p[i] == '#' || target.p[i] == '?')
			return true;
		if (target.p[i] == ':' || target.p[i] == '&' || target.p[i] == '\\' || target.p[i] == '%')
			return false;
	}
	return true;
}

/* The target of a link, which starts at i: written as it is where it is safe.  Returns where it ends. */
static size_t body_target(struct pm_out *out, struct pm_str line, size_t i)
{
	size_t end = i;

	while (end < line.n && line.p[end] != ')' && line.p[end] != ' ' && line.p[end] != '<' && line.p[end] != '&' &&
	       (unsigned char)line.p[end] >= ' ')
		end++;
	pm_out_terminal(out, pm_str_sub(line, i, end));
	return end;
}

/* Writes what needs care at i; returns how many bytes that was, 0 for nothing. */
static size_t body_special(struct pm_out *out, struct pm_str line, size_t i)
{
	struct pm_str rest = pm_str_sub(line, i, line.n);
	size_t start = link_start(line, i);

	if (pm_str_starts(rest, "](")) {
		bool safe = is_safe_target(pm_str_sub(rest, 2, rest.n));

		pm_outz(out, safe ? "](" : "]\\(");
		return safe ? body_target(out, line, i + 2) - i : 2;
	}
	if (start > 0) {
		pm_outf(out, "%.*s" NOTHING, (int)start, rest.p);
		return start;
	}
	if (pm_str_starts(rest, "![") || rest.p[0] == '<' || rest.p[0] == '&' || is_reference(line, i)) {
		pm_outz(out, rest.p[0] == '<' ? "&lt;" : rest.p[0] == '&' ? "&amp;" : rest.p[0] == '!' ? "\\!" : "");
		if (rest.p[0] != '<' && rest.p[0] != '&' && rest.p[0] != '!')
			pm_outc(out, rest.p[0]);
		if (is_reference(line, i))
			pm_outz(out, NOTHING);
		return 1;
	}
	return 0;
}

static void body_line(struct pm_out *out, struct pm_str line)
{
	struct pm_str text = pm_str_trim(line);
	size_t i = 0, from;

	while (i < line.n && (line.p[i] == ' ' || line.p[i] == '\t'))
		pm_outc(out, line.p[i++]);
	if (pm_str_starts(text, "#") || pm_str_starts(text, "```") || pm_str_starts(text, "~~~") || pm_str_starts(text, "==="))
		pm_outc(out, '\\');
	for (from = i; i < line.n;) {
		size_t n;

		if (line.p[i] != ']' && line.p[i] != '!' && line.p[i] != '<' && line.p[i] != ':' && !is_reference(line, i) &&
		    line.p[i] != '&' && (line.p[i] | 0x20) != 'g' && (line.p[i] | 0x20) != 'w') {
			i++;
			continue;
		}
		pm_out_terminal(out, pm_str_sub(line, from, i));
		n = body_special(out, line, i);
		from = i + n;
		i = n > 0 ? from : i + 1;
	}
	pm_out_terminal(out, pm_str_sub(line, from, line.n));
	pm_outc(out, '\n');
}

void pm_out_markdown_body(struct pm_out *out, struct pm_str s)
{
	while (s.n > 0) {
		ptrdiff_t at = pm_str_chr(s, '\n');
		size_t end = at < 0 ? s.n : (size_t)at, next = at < 0 ? s.n : end + 1;

		while (end > 0 && s.p[end - 1] == '\r')
			end--;
		body_line(out, pm_str_sub(s, 0, end));
		s = pm_str_sub(s, next, s.n);
	}
}
