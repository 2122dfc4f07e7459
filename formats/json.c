/* json: a small writer that knows its nesting. */
#include "formats/json.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void pm_json_init(struct pm_json *json, struct pm_out *out, bool pretty)
{
	*json = (struct pm_json){.out = out, .breaks = pretty ? PM_JSON_DEPTH : 0};
}

static void break_line(struct pm_json *json)
{
	static const char blanks[] = "                                                                ";
	int n = json->depth * 2;

	pm_outc(json->out, '\n');
	for (; n > 64; n -= 64)
		pm_out(json->out, blanks, 64);
	pm_out(json->out, blanks, (size_t)n);
}

/* What comes between the last thing and the next one on this level. */
static void separate(struct pm_json *json)
{
	if (json->depth == 0)
		return;
	if (!json->first[json->depth - 1])
		pm_outc(json->out, ',');
	json->first[json->depth - 1] = false;
	if (json->depth <= json->breaks)
		break_line(json);
}

static void before_value(struct pm_json *json)
{
	assert(json->named || json->depth == 0 || json->array[json->depth - 1]);
	if (json->named)
		json->named = false;
	else
		separate(json);
}

static void open_level(struct pm_json *json, bool array)
{
	before_value(json);
	assert(json->depth < PM_JSON_DEPTH);
	pm_outc(json->out, array ? '[' : '{');
	json->first[json->depth] = true;
	json->array[json->depth] = array;
	json->depth++;
}

static void close_level(struct pm_json *json, bool array)
{
	assert(json->depth > 0 && json->array[json->depth - 1] == array && !json->named);
	json->depth--;
	if (!json->first[json->depth] && json->depth < json->breaks)
		break_line(json);
	pm_outc(json->out, array ? ']' : '}');
}

void pm_json_object(struct pm_json *json)
{
	open_level(json, false);
}

void pm_json_object_end(struct pm_json *json)
{
	close_level(json, false);
}

void pm_json_array(struct pm_json *json)
{
	open_level(json, true);
}

void pm_json_array_end(struct pm_json *json)
{
	close_level(json, true);
}

/* Controls, and what shows as something else than it is, are escaped: a document can be printed on a terminal as it stands. */
static bool is_escaped(uint32_t ch)
{
	return ch < 0x20 || (ch >= 0x7f && ch < 0xa0) || ch == 0x061c || ch == 0x200e || ch == 0x200f ||
	       (ch >= 0x2028 && ch <= 0x202e) || (ch >= 0x2066 && ch <= 0x2069);
}

static void escape_char(struct pm_out *out, uint32_t ch)
{
	switch (ch) {
	case '"': pm_outz(out, "\\\""); break;
	case '\\': pm_outz(out, "\\\\"); break;
	case '\n': pm_outz(out, "\\n"); break;
	case '\r': pm_outz(out, "\\r"); break;
	case '\t': pm_outz(out, "\\t"); break;
	case 0xfffd: pm_outz(out, "\xef\xbf\xbd"); break;
	default: pm_outf(out, "\\u%04x", (unsigned)ch);
	}
}

/* The printable characters of ASCII but for the quote and the backslash. */
static inline bool is_plain(unsigned char c)
{
	return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
}

static void quote(struct pm_out *out, struct pm_str s)
{
	const char *from = s.p, *p = s.p, *end = pm_str_end(s);

	pm_outc(out, '"');
	while (p < end) {
		uint32_t ch;
		size_t n;

		if (is_plain((unsigned char)*p)) {
			p++;
			continue;
		}
		n = pm_utf8_decode(p, end, &ch);
		if (ch >= 0x80 && ch != 0xfffd && !is_escaped(ch)) {
			p += n;
			continue;
		}
		pm_out(out, from, (size_t)(p - from));
		escape_char(out, ch);
		p += n;
		from = p;
	}
	pm_out(out, from, (size_t)(end - from));
	pm_outc(out, '"');
}

void pm_json_name(struct pm_json *json, const char *name)
{
	assert(json->depth > 0 && !json->array[json->depth - 1] && !json->named);
	separate(json);
	quote(json->out, pm_str_c(name));
	pm_outz(json->out, json->depth <= json->breaks ? ": " : ":");
	json->named = true;
}

void pm_json_str(struct pm_json *json, struct pm_str s)
{
	before_value(json);
	quote(json->out, s);
}

void pm_json_strz(struct pm_json *json, const char *s)
{
	if (s == NULL)
		pm_json_null(json);
	else
		pm_json_str(json, pm_str_c(s));
}

void pm_json_int(struct pm_json *json, int64_t n)
{
	before_value(json);
	pm_outf(json->out, "%lld", (long long)n);
}

void pm_json_number(struct pm_json *json, double x)
{
	char text[32];

	if (!isfinite(x)) {
		pm_json_null(json);
		return;
	}
	before_value(json);
	pm_number_format(x, text);
	pm_outz(json->out, text);
}

void pm_json_bool(struct pm_json *json, bool b)
{
	before_value(json);
	pm_outz(json->out, b ? "true" : "false");
}

void pm_json_null(struct pm_json *json)
{
	before_value(json);
	pm_outz(json->out, "null");
}

void pm_json_errors(struct pm_json *json, struct pm_str lines)
{
	lines = pm_str_trim(lines);
	if (lines.n == 0)
		return;
	pm_json_name(json, "errors");
	pm_json_array(json);
	while (lines.n > 0) {
		ptrdiff_t at = pm_str_chr(lines, '\n');
		size_t end = at < 0 ? lines.n : (size_t)at;

		if (end > 0)
			pm_json_str(json, pm_str_sub(lines, 0, end));
		lines = pm_str_sub(lines, at < 0 ? end : end + 1, lines.n);
	}
	pm_json_array_end(json);
}

void pm_json_end(struct pm_json *json)
{
	assert(json->depth == 0 && !json->named);
	pm_outc(json->out, '\n');
}

/* -- numbers */

enum { WHOLE_MAX = 1000000000 }; /* whole numbers below a million of these have no exponent */

void pm_number_format(double x, char out[32])
{
	if (!isfinite(x)) {
		snprintf(out, 32, "%s", isnan(x) ? "nan" : x > 0 ? "inf" : "-inf");
		return;
	}
	if (x == 0) { /* minus zero too */
		snprintf(out, 32, "0");
		return;
	}
	if (fabs(x) < 1e6 * WHOLE_MAX && x == floor(x)) {
		snprintf(out, 32, "%.0f", x);
		return;
	}
	for (int digits = 1; digits <= 17; digits++) {
		snprintf(out, 32, "%.*g", digits, x);
		if (strtod(out, NULL) == x)
			break;
	}
}

/* Two digits of what hundredths would leave nothing of. */
static void round_small(double x, char out[32])
{
	int decimals = 1 - (int)floor(log10(fabs(x)));

	if (decimals > 9) {
		snprintf(out, 32, "%.2g", x);
		return;
	}
	snprintf(out, 32, "%.*f", decimals, x);
	for (size_t n = strlen(out); out[n - 1] == '0'; n--)
		out[n - 1] = '\0';
}

void pm_number_round(double x, char out[32])
{
	double hundredths;
	size_t n;

	if (!isfinite(x) || fabs(x) >= 1e13) {
		pm_number_format(x, out);
		return;
	}
	if (x != 0 && fabs(x) < 0.1) {
		round_small(x, out);
		return;
	}
	/* to the nearest, as people do it by hand: half goes up, and what is a half but for the last bits of the product is one */
	hundredths = x * 100;
	hundredths = copysign(floor(fabs(hundredths) + 0.5 + fabs(hundredths) * 1e-15), x);
	snprintf(out, 32, "%.2f", hundredths / 100);
	n = strlen(out);
	while (out[n - 1] == '0')
		n--;
	if (out[n - 1] == '.')
		n--;
	out[n] = '\0';
	if (strcmp(out, "-0") == 0)
		snprintf(out, 32, "0");
}
