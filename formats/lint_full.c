/* lint_full: findings with the line they stand in, and a caret under what is meant. */
#include "formats/findings.h"

enum {
	BEFORE = 80, /* bytes of a long line that are shown before the place */
	WINDOW = 160 /* and in all */
};

static bool is_continuation(const char *p)
{
	return ((unsigned char)*p & 0xc0) == 0x80;
}

/* The part of the line that is shown: all of it, or a window around the place, cut between characters. */
static struct pm_span window(const struct pm_source *source, struct pm_span line, uint32_t place)
{
	uint32_t start = line.start, end = line.end;

	if (place - start > BEFORE)
		start = place - BEFORE;
	while (start < place && is_continuation(source->bytes + start))
		start++;
	if (end - start > WINDOW)
		end = start + WINDOW;
	while (end > start && end < line.end && is_continuation(source->bytes + end))
		end--;
	return (struct pm_span){start, end};
}

/* Shows the text, tabs as blanks, behind `before`.  Returns the columns that it takes, counted from `from`. */
static size_t write_shown(struct pm_out *out, struct pm_str text, size_t from)
{
	struct pm_out shown;
	size_t column = from, start = 0;

	pm_out_memory(&shown);
	for (size_t i = 0; i <= text.n; i++) {
		if (i < text.n && text.p[i] != '\t')
			continue;
		pm_buf_reset(&shown.buf);
		pm_out_terminal(&shown, pm_str_sub(text, start, i));
		column += pm_str_width(pm_buf_str(&shown.buf));
		if (out)
			pm_outs(out, pm_buf_str(&shown.buf));
		start = i + 1;
		if (i == text.n)
			break;
		do {
			column++;
			if (out)
				pm_outc(out, ' ');
		} while (column % 8 != 0);
	}
	pm_out_clear(&shown);
	return column;
}

static void write_source(struct pm_source *source, struct pm_span span, bool color, const char *code, struct pm_out *out)
{
	uint32_t number = pm_source_line(source, span.start);
	struct pm_span line = pm_source_line_span(source, number), part;
	uint32_t place = span.start < line.end ? span.start : line.end;
	uint32_t end;
	size_t from, to;

	part = window(source, line, place);
	end = span.end < part.end ? span.end : part.end;
	pm_outf(out, "%6lu | %s", (unsigned long)number, part.start > line.start ? "..." : "");
	write_shown(out, pm_source_text(source, part), 0);
	pm_outz(out, part.end < line.end ? "...\n" : "\n");
	from = write_shown(NULL, pm_source_text(source, (struct pm_span){part.start, place}), 0);
	to = end > place ? write_shown(NULL, pm_source_text(source, (struct pm_span){part.start, end}), 0) : from;
	pm_outf(out, "       | %s", part.start > line.start ? "   " : "");
	for (size_t i = 0; i < from; i++)
		pm_outc(out, ' ');
	if (color)
		pm_outf(out, "\033[%sm", code);
	pm_outc(out, '^');
	for (size_t i = from + 1; i < to; i++)
		pm_outc(out, '~');
	pm_outz(out, color ? "\033[0m\n" : "\n");
}

static void write_full(const struct pm_findings *findings, const struct pm_findings_options *options, struct pm_out *out)
{
	struct pm_file *files = findings->product->files;

	for (size_t i = 0; pm_findings_more(findings, i); i++) {
		const struct pm_diag *diag = &findings->diags->list[i];

		pm_findings_line(findings, options, diag, out);
		if (diag->file != PM_NO_FILE)
			write_source(&files[diag->file].source, diag->span, options->color, pm_findings_color(diag->severity), out);
		for (uint32_t k = 0; k < diag->related_count; k++) {
			pm_findings_related_line(findings, options, diag, &diag->related[k], out);
			write_source(&files[diag->related[k].file].source, diag->related[k].span, options->color,
				     pm_findings_color(PM_SEVERITY_NOTE), out);
		}
		if (diag->edit_count > 0 && diag->fix_title) {
			pm_outz(out, "       = to mend it: ");
			pm_out_terminal(out, pm_str_c(diag->fix_title));
			pm_outc(out, '\n');
		}
		if (i + 1 < findings->diags->count)
			pm_outc(out, '\n');
	}
}

const struct pm_findings_format pm_findings_format_full = {
	.name = "full",
	.summary = "the same, with the line and a caret under the place",
	.write = write_full,
};
