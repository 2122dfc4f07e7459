/* tell: changes in words. */
#include "formats/tell.h"

#include <string.h>

static bool is_direction(const struct pm_item *item)
{
	return item->kind == PM_KIND_INITIATIVE || (PM_KIND_IS_RECORD(item->kind) && item->kind != PM_KIND_FEEDBACK);
}

static enum pm_tell_group group_of_state(const struct pm_change *change)
{
	if (change->class_from != change->class_to) {
		if (change->class_to == PM_STATE_DONE)
			return PM_TELL_DONE;
		if (change->class_to == PM_STATE_DROPPED)
			return PM_TELL_DROPPED;
		if (change->class_from == PM_STATE_DONE || change->class_from == PM_STATE_DROPPED)
			return PM_TELL_REOPENED;
	}
	return PM_TELL_CHANGED;
}

enum pm_tell_group pm_tell_group(const struct pm_changes *changes, const struct pm_change *change)
{
	const struct pm_product *product;
	const struct pm_item *item = pm_tell_item(changes, change, &product);

	switch (change->type) {
	case PM_CHANGE_FINDING: return PM_TELL_FINDING;
	case PM_CHANGE_RANK: return PM_TELL_RANK;
	case PM_CHANGE_FORECAST:
	case PM_CHANGE_VISION: return PM_TELL_DIRECTION;
	default: break;
	}
	if (item && is_direction(item))
		return PM_TELL_DIRECTION;
	switch (change->type) {
	case PM_CHANGE_ADDED: /* what came and was finished at once was finished above all */
		return pm_changes_class(item) == PM_STATE_DONE ? PM_TELL_DONE : PM_TELL_ADDED;
	case PM_CHANGE_REMOVED: return PM_TELL_REMOVED;
	case PM_CHANGE_SPLIT: return PM_TELL_SPLIT;
	case PM_CHANGE_MERGED: return PM_TELL_MERGED;
	case PM_CHANGE_STATE: return group_of_state(change);
	default: return PM_TELL_CHANGED;
	}
}

const char *pm_tell_title(enum pm_tell_group group)
{
	static const char *const titles[PM_TELL_GROUPS] = {
		[PM_TELL_DIRECTION] = "Goals and roadmap",
		[PM_TELL_DONE] = "Done",
		[PM_TELL_REOPENED] = "Reopened",
		[PM_TELL_DROPPED] = "Dropped",
		[PM_TELL_ADDED] = "Added",
		[PM_TELL_REMOVED] = "Removed",
		[PM_TELL_SPLIT] = "Split",
		[PM_TELL_MERGED] = "Merged",
		[PM_TELL_CHANGED] = "Changed",
		[PM_TELL_RANK] = "Order",
		[PM_TELL_FINDING] = "Findings",
	};

	return titles[group];
}

/* -- who sees it */

static bool shows_field(const struct pm_view_input *input, const struct pm_change *change)
{
	if (change->type != PM_CHANGE_FIELD)
		return true;
	return change->field != PM_FIELD_CUSTOM && pm_view_shows_field(input, change->field);
}

/* The selection is asked of the item as it is now; of what is gone, as it was. */
static bool shows_item(const struct pm_view_input *input, const struct pm_change *change)
{
	struct pm_view_input was;

	if (change->after != PM_NO_ITEM)
		return pm_view_shows(input, change->after);
	if (change->before == PM_NO_ITEM)
		return !input->select;
	was = *input;
	was.product = input->compared->changes->before.product;
	return pm_view_shows(&was, change->before);
}

bool pm_tell_shows(const struct pm_view_input *input, const struct pm_change *change)
{
	if (input->customers &&
	    (change->type == PM_CHANGE_FINDING || change->type == PM_CHANGE_RANK || change->type == PM_CHANGE_FILE ||
	     change->type == PM_CHANGE_FILE_RENAMED || change->type == PM_CHANGE_FORECAST || !shows_field(input, change)))
		return false;
	return shows_item(input, change);
}

bool pm_tell_says(const struct pm_view_input *input, const struct pm_change *change)
{
	const struct pm_changes *changes = input->compared->changes;
	bool ticked = change->type == PM_CHANGE_CRITERION && change->how == PM_HOW_TICKED;

	return pm_tell_shows(input, change) &&
	       !(ticked && pm_changes_class(&changes->after.product->items[change->after]) == PM_STATE_DONE);
}

/* -- names */

const struct pm_item *pm_tell_item(const struct pm_changes *changes, const struct pm_change *change,
				   const struct pm_product **product)
{
	*product = change->after != PM_NO_ITEM ? changes->after.product : changes->before.product;
	if (change->after != PM_NO_ITEM)
		return &(*product)->items[change->after];
	return change->before != PM_NO_ITEM ? &(*product)->items[change->before] : NULL;
}

void pm_tell_name(const struct pm_product *product, const struct pm_item *item, struct pm_buf *out)
{
	if (item->id.n && !item->numbered)
		pm_buf_adds(out, item->id);
	else if (item->title.n)
		pm_buf_addf(out, "\xe2\x80\x9c%.*s\xe2\x80\x9d", PM_FMT(item->title));
	else
		pm_buf_addf(out, "%s:%u", product->files[item->file].source.path, item->line);
}

static void tell_criterion(const struct pm_change *change, struct pm_buf *out)
{
	uint32_t number = change->number_to ? change->number_to : change->number_from;

	pm_buf_addz(out, "criterion");
	if (number)
		pm_buf_addf(out, " %u", number);
	pm_buf_addf(out, " %s", pm_change_how_name(change->how));
}

static const char *simple_name(enum pm_change_type type)
{
	switch (type) {
	case PM_CHANGE_FILE: return "moved to another file";
	case PM_CHANGE_PARENT: return "moved below another item";
	case PM_CHANGE_ORDER: return "moved among its neighbours";
	case PM_CHANGE_RANK: return "position";
	case PM_CHANGE_FILE_RENAMED: return "file renamed";
	default: return pm_change_name(type);
	}
}

void pm_tell_what(const struct pm_change *change, struct pm_buf *out)
{
	switch (change->type) {
	case PM_CHANGE_CRITERION: tell_criterion(change, out); break;
	case PM_CHANGE_STORY: pm_buf_addf(out, "story: %.*s", PM_FMT(change->name)); break;
	case PM_CHANGE_FIELD: pm_buf_adds(out, change->name); break;
	case PM_CHANGE_FORECAST: pm_buf_addz(out, change->name.n ? "forecast, 85 % sure" : "open items, 85 % sure"); break;
	default: pm_buf_addz(out, simple_name(change->type));
	}
}

/* -- texts that fit */

static size_t char_start(struct pm_str s, size_t at)
{
	while (at > 0 && at < s.n && ((unsigned char)s.p[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* Where to begin so that the first difference is seen: a little before it, at a word. */
static size_t start_of(struct pm_str s, size_t difference)
{
	enum { CONTEXT = 40 };
	size_t at = difference > CONTEXT ? difference - CONTEXT : 0;

	while (at > 0 && at < difference && s.p[at - 1] != ' ')
		at++;
	return char_start(s, at);
}

static void cut(struct pm_str s, size_t from, size_t most, struct pm_buf *out)
{
	size_t to = s.n - from > most ? char_start(s, from + most) : s.n;

	if (from > 0)
		pm_buf_addz(out, "\xe2\x80\xa6 ");
	pm_buf_adds(out, pm_str_trim(pm_str_sub(s, from, to)));
	if (to < s.n)
		pm_buf_addz(out, " \xe2\x80\xa6");
}

void pm_tell_texts(const struct pm_change *change, size_t most, struct pm_buf *from, struct pm_buf *to)
{
	struct pm_str a = change->from, b = change->to;
	size_t same = 0;

	while (same < a.n && same < b.n && a.p[same] == b.p[same])
		same++;
	same = a.n > most || b.n > most ? start_of(a.n > b.n ? a : b, same) : 0;
	if (!a.n || !b.n || same > a.n || same > b.n || pm_str_eq(a, b))
		same = 0;
	cut(a, same, most, from);
	cut(b, same, most, to);
}

/* -- figures */

struct pm_tell_counts pm_tell_count(const struct pm_view_input *input)
{
	const struct pm_changes *changes = input->compared->changes;
	struct pm_tell_counts counts = {0};
	uint32_t last_after = PM_NO_ITEM, last_before = PM_NO_ITEM;

	for (size_t i = 0; i < changes->count; i++) {
		const struct pm_change *change = &changes->list[i];
		enum pm_tell_group group = pm_tell_group(changes, change);

		if (!pm_tell_says(input, change) || change->type == PM_CHANGE_FORECAST)
			continue;
		if (group == PM_TELL_FINDING) {
			counts.findings_new += change->how == PM_HOW_ADDED;
			counts.findings_mended += change->how == PM_HOW_REMOVED;
		}
		/* the changes of an item stand together */
		if ((group == PM_TELL_CHANGED || group == PM_TELL_DIRECTION) && change->after == last_after &&
		    change->before == last_before && i > 0 && change->type != PM_CHANGE_FILE_RENAMED &&
		    pm_tell_group(changes, change - 1) == group)
			continue;
		last_after = change->after;
		last_before = change->before;
		counts.of[group]++;
	}
	return counts;
}

void pm_tell_summary(const struct pm_tell_counts *counts, struct pm_buf *out)
{
	static const char *const words[PM_TELL_GROUPS] = {"in goals and roadmap",
							  "done",
							  "reopened",
							  "dropped",
							  "added",
							  "removed",
							  "split",
							  "merged",
							  "changed",
							  "re-ranked",
							  NULL};
	bool first = true;

	for (size_t i = 0; i < PM_TELL_GROUPS; i++) {
		if (!counts->of[i] || !words[i])
			continue;
		pm_buf_addf(out, "%s%zu %s", first ? "" : ", ", counts->of[i], words[i]);
		first = false;
	}
	if (counts->findings_new || counts->findings_mended) {
		pm_buf_addz(out, first ? "findings: " : "; findings: ");
		if (counts->findings_new)
			pm_buf_addf(out, "%zu new%s", counts->findings_new, counts->findings_mended ? ", " : "");
		if (counts->findings_mended)
			pm_buf_addf(out, "%zu mended", counts->findings_mended);
	} else if (first) {
		pm_buf_addz(out, "nothing changed");
	}
}
