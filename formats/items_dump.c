/* items_dump: the compact form that the examples of the specification are compared in.
 *
 * One line an item, in the order of the files, indented two blanks a level of parenthood, then its details two blanks deeper:
 *
 *	story PAY-12 "Pay with a saved card" [heading] status="ready"/open parent=EPIC-3
 *	  field estimate = 5
 *	  field? Colour = blue
 *	  story role="returning customer" want="to pay with a saved card" benefit="I can check out in one step"
 *	  criterion [ ] "An expired card asks for a new one"
 *	  link depends on -> PAY-3
 *	  link depends on -> ?PAY-9
 *	finding read-yaml 3:8 message
 *
 * KIND ID "TITLE" [FORM]: the kind is `item` where none is known, the id `-` where there is none.  Behind it, each where it says
 * something: status="AS WRITTEN"/CLASS (status=-/CLASS where only a box, folder or bucket gives it), place=archived, parent=ID
 * (or path:line), unreadable.  A field is named as in fields.def; `field?` is a label that is no field.  id, title, kind and
 * status are in the first line, and what was read as links is in the links, so neither is repeated; with the spelling asked for,
 * every field is there, and how it is written stands behind it in parentheses.  A box is `[x]` done, `[ ]` open, `[~]` anything
 * else, `-` none.  `?` is a link that leads nowhere; `(ambiguous)` stands behind one that two items answer to.  The vision comes
 * first, as vision "TEXT"; references and findings come last.  Where several files were read, each one's items stand under a line
 * `file PATH`, and references and findings have the path before line and column.
 */
#include "formats/items.h"

#include <string.h>

enum { DEEPEST = 16 }; /* levels of indentation */

/* One line, safe for a terminal; quotes and backslashes are escaped inside quotes. */
static void write_text(struct pm_out *out, struct pm_str text, bool quoted)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		char c = i < text.n ? text.p[i] : '\n';
		bool escaped = c == '\n' || c == '\t' || (quoted && (c == '"' || c == '\\'));

		if (!escaped)
			continue;
		pm_out_terminal(out, pm_str_sub(text, from, i));
		from = i + 1;
		if (i < text.n)
			pm_outf(out, "\\%c", c == '\n' ? 'n' : c == '\t' ? 't' : c);
	}
}

static void write_quoted(struct pm_out *out, struct pm_str text)
{
	pm_outc(out, '"');
	write_text(out, text, true);
	pm_outc(out, '"');
}

static void write_indent(struct pm_out *out, int depth)
{
	for (int i = 0; i < depth; i++)
		pm_outz(out, "  ");
}

static int depth_of(const struct pm_product *product, const struct pm_item *item)
{
	int depth = 0;

	for (uint32_t up = item->parent; up != PM_NO_ITEM && depth < DEEPEST; up = product->items[up].parent)
		depth++;
	return depth;
}

static void write_name(struct pm_out *out, const struct pm_product *product, uint32_t item)
{
	struct pm_buf name = {0};

	pm_items_name(product, item, &name);
	pm_out_terminal(out, pm_buf_str(&name));
	pm_buf_clear(&name);
}

static void write_status(struct pm_out *out, const struct pm_product *product, const struct pm_item *item)
{
	struct pm_str status = pm_item_status(product, item);
	const char *state = pm_state_class_name((enum pm_state_class)item->state);

	if (status.n == 0 && state == NULL)
		return;
	pm_outz(out, " status=");
	if (status.n > 0)
		write_quoted(out, status);
	else
		pm_outc(out, '-');
	if (state)
		pm_outf(out, "/%s", state);
}

static void write_head(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item)
{
	const struct pm_product *product = input->product;
	pm_outz(out, item->kind == PM_KIND_NONE ? "item" : pm_kind_name((enum pm_kind)item->kind));
	pm_outc(out, ' ');
	pm_out_terminal(out, item->id.n > 0 ? item->id : PM_STR("-"));
	pm_outc(out, ' ');
	write_quoted(out, item->title);
	pm_outf(out, " [%s]", pm_form_name((enum pm_form)item->form));
	write_status(out, product, item);
	if (item->place != PM_PLACE_ACTIVE)
		pm_outf(out, " place=%s", pm_place_name((enum pm_place)item->place));
	if (item->parent != PM_NO_ITEM && pm_view_names(input, item->parent)) {
		pm_outz(out, " parent=");
		write_name(out, product, item->parent);
	}
	if (!item->readable)
		pm_outz(out, " unreadable");
	pm_outc(out, '\n');
}

static const char *spelling_name(unsigned spelling)
{
	static const char *const names[] = {"line",    "yaml",	 "quoted", "yaml list", "yaml block", "cell",	"pair",
					    "section", "suffix", "tail",   "box",	"struck",     "bucket", "folder"};

	return spelling < sizeof(names) / sizeof(names[0]) ? names[spelling] : "?";
}

static bool has_links(const struct pm_product *product, const struct pm_item *item, unsigned def)
{
	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &product->links[item->first_link + i];

		if (link->field == def && link->text.n > 0)
			return true;
	}
	return false;
}

/* Is the field told elsewhere? */
static bool is_told(const struct pm_product *product, const struct pm_item *item, unsigned def)
{
	if (def == PM_FIELD_ID || def == PM_FIELD_TITLE || def == PM_FIELD_KIND || def == PM_FIELD_STATUS)
		return true;
	return def < PM_FIELD_COUNT && (pm_fields[def].type == PM_TYPE_LINKS || pm_fields[def].type == PM_TYPE_DIRECTION) &&
	       has_links(product, item, def);
}

/* Of a label that is no field nobody knows what stands there. */
static bool is_hidden(const struct pm_view_input *input, const struct pm_item *item, unsigned def)
{
	if (!input->customers)
		return false;
	return def >= PM_FIELD_COUNT || !pm_view_shows_field(input, (enum pm_field_id)def) ||
	       pm_view_hides_links(input, item, (enum pm_field_id)def);
}

static void write_fields(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item, int depth)
{
	const struct pm_product *product = input->product;
	bool told[PM_FIELD_COUNT + 1] = {false}, asked[PM_FIELD_COUNT + 1] = {false};

	for (uint16_t i = 0; i < item->field_count; i++) {
		const struct pm_field *field = &item->fields[i];
		unsigned def = field->def < PM_FIELD_COUNT ? field->def : PM_FIELD_COUNT;

		if (!asked[def])
			told[def] = is_told(product, item, def);
		asked[def] = true;
		if ((told[def] && !input->spelling) || is_hidden(input, item, def))
			continue;
		write_indent(out, depth);
		if (def < PM_FIELD_COUNT) {
			pm_outf(out, "field %s = ", pm_fields[def].name);
		} else {
			pm_outz(out, "field? ");
			write_text(out, pm_items_label(product, item, field), false);
			pm_outz(out, " = ");
		}
		write_text(out, pm_field_text(product, item, field), false);
		if (input->spelling)
			pm_outf(out, " (%s)", spelling_name(field->spelling));
		pm_outc(out, '\n');
	}
}

static void write_part(struct pm_out *out, const char *name, struct pm_str text)
{
	if (text.n == 0)
		return;
	pm_outf(out, " %s=", name);
	write_quoted(out, text);
}

/* Text of the item without its markup, in one line. */
static void write_plain(struct pm_out *out, const char *name, struct pm_str text)
{
	struct pm_buf buf = {0};

	pm_text_plain(text, &buf);
	if (name)
		write_part(out, name, pm_buf_str(&buf));
	else
		write_quoted(out, pm_buf_str(&buf));
	pm_buf_clear(&buf);
}

static void write_story(struct pm_out *out, const struct pm_product *product, const struct pm_item *item, int depth)
{
	const struct pm_story *story = &item->story;

	if (story->span.start == story->span.end)
		return;
	write_indent(out, depth);
	pm_outz(out, "story");
	write_plain(out, "role", pm_item_story_text(product, item, story->role));
	write_plain(out, "want", pm_item_story_text(product, item, story->want));
	write_plain(out, "benefit", pm_item_story_text(product, item, story->benefit));
	pm_outc(out, '\n');
}

static void write_criteria(struct pm_out *out, const struct pm_product *product, const struct pm_item *item, int depth)
{
	static const char *const boxes[] = {"-", "[ ]", "[x]", "[~]"};

	for (uint16_t i = 0; i < item->criterion_count; i++) {
		const struct pm_criterion *criterion = &item->criteria[i];
		struct pm_span given, when, then;

		write_indent(out, depth);
		pm_outf(out, "criterion %s ", boxes[criterion->state <= PM_BOX_OTHER ? criterion->state : PM_BOX_OTHER]);
		write_plain(out, NULL, pm_criterion_text(product, item, criterion));
		if (pm_criterion_parts(product, item, criterion, &given, &when, &then)) {
			write_plain(out, "given", pm_item_story_text(product, item, given));
			write_plain(out, "when", pm_item_story_text(product, item, when));
			write_plain(out, "then", pm_item_story_text(product, item, then));
		}
		pm_outc(out, '\n');
	}
}

static void write_links(struct pm_out *out, const struct pm_view_input *input, const struct pm_item *item, int depth)
{
	const struct pm_product *product = input->product;

	for (uint32_t i = 0; i < item->link_count; i++) {
		const struct pm_link *link = &product->links[item->first_link + i];

		if (!pm_view_names(input, link->to) || (input->customers && !pm_view_shows_field(input, link->field)))
			continue;
		if (link->text.n == 0) /* the parent by nesting: it stands in the first line */
			continue;
		write_indent(out, depth);
		pm_outf(out, "link %s -> ", link->field < PM_FIELD_COUNT ? pm_fields[link->field].name : "?");
		if (link->to == PM_NO_ITEM) {
			pm_outc(out, '?');
			write_text(out, link->text, false);
		} else {
			write_name(out, product, link->to);
		}
		pm_outz(out, link->ambiguous ? " (ambiguous)\n" : "\n");
	}
}

static void write_place(struct pm_out *out, const struct pm_product *product, uint32_t file, uint32_t offset)
{
	struct pm_source *source = &product->files[file].source;

	if (source->line_count == 0)
		pm_source_index(source);
	if (product->file_count > 1) {
		pm_out_terminal(out, pm_str_c(source->path));
		pm_outc(out, ':');
	}
	pm_outf(out, "%lu:%lu", (unsigned long)pm_source_line(source, offset), (unsigned long)pm_source_column(source, offset));
}

static void write_references(struct pm_out *out, const struct pm_product *product)
{
	for (uint32_t i = 0; i < product->reference_count; i++) {
		const struct pm_reference *reference = &product->references[i];

		pm_outz(out, "reference ");
		write_name(out, product, reference->item);
		pm_outc(out, ' ');
		write_place(out, product, reference->file, reference->span.start);
		pm_outc(out, '\n');
	}
}

static void write_findings(struct pm_out *out, const struct pm_product *product)
{
	for (size_t i = 0; i < product->diags.count; i++) {
		const struct pm_diag *diag = &product->diags.list[i];

		pm_outf(out, "finding %s ", diag->rule);
		if (diag->file != PM_NO_FILE)
			write_place(out, product, diag->file, diag->span.start);
		else
			pm_outz(out, diag->path ? diag->path : "-");
		pm_outc(out, ' ');
		write_text(out, diag->message, false);
		pm_outc(out, '\n');
	}
}

void pm_items_dump(const struct pm_view_input *input, const struct pm_format_options *options, struct pm_out *out)
{
	const struct pm_product *product = input->product;
	uint32_t file = PM_NO_FILE;

	(void)options;
	if (product->vision.start < product->vision.end) {
		pm_outz(out, "vision ");
		write_quoted(out, pm_str_trim(pm_source_text(&product->files[product->vision_file].source, product->vision)));
		pm_outc(out, '\n');
	}
	for (uint32_t i = 0; pm_product_more(product, i); i++) {
		const struct pm_item *item = &product->items[i];
		int depth = depth_of(product, item);

		if (!pm_view_shows(input, i))
			continue;
		if (item->file != file && product->file_count > 1) {
			pm_outz(out, "file ");
			pm_out_terminal(out, pm_str_c(product->files[item->file].source.path));
			pm_outc(out, '\n');
		}
		file = item->file;
		write_indent(out, depth);
		write_head(out, input, item);
		write_fields(out, input, item, depth + 1);
		write_story(out, product, item, depth + 1);
		write_criteria(out, product, item, depth + 1);
		write_links(out, input, item, depth + 1);
	}
	if (input->customers) /* the rest is for who mends the files */
		return;
	write_references(out, product);
	write_findings(out, product);
}
