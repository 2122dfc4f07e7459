/* sighting: an item as one version of a file has it. */
#include "parser/sighting.h"

#include <string.h>

uint64_t pm_hash_mix(uint64_t hash, uint64_t more)
{
	hash ^= more + 0x9E3779B97F4A7C15u + (hash << 6) + (hash >> 2);
	return hash * 0xFF51AFD7ED558CCDu;
}

static uint64_t mix_text(uint64_t hash, struct pm_str text)
{
	return pm_hash_mix(hash, pm_str_hash(text) + text.n);
}

/* A text's words without regard to blanks and line ends. */
static uint64_t mix_words(uint64_t hash, struct pm_str text)
{
	size_t from = 0;

	for (size_t i = 0; i <= text.n; i++) {
		bool blank = i == text.n || text.p[i] == ' ' || text.p[i] == '\t' || text.p[i] == '\n' || text.p[i] == '\r';

		if (blank && i > from)
			hash = mix_text(hash, pm_str_sub(text, from, i));
		if (blank)
			from = i + 1;
	}
	return hash;
}

static uint64_t words_of(const struct pm_product *product, const struct pm_item *item)
{
	const struct pm_source *source = &product->files[item->file].source;
	uint64_t hash = 0;

	if (item->story.span.end > item->story.span.start)
		hash = mix_words(hash, pm_source_text(source, item->story.span));
	for (size_t i = 0; i < item->criterion_count; i++)
		hash = mix_words(hash, pm_criterion_text(product, item, &item->criteria[i]));
	if (item->description.end > item->description.start)
		hash = mix_words(hash, pm_source_text(source, item->description));
	return hash;
}

bool pm_sighting_key(const struct pm_product *product, const struct pm_item *item, struct pm_buf *out)
{
	bool by_id = item->key.n && !item->numbered;

	if (by_id) {
		pm_buf_adds(out, item->key);
		return true;
	}
	pm_buf_addz(out, product->files[item->file].source.path);
	pm_buf_addc(out, '\n');
	pm_buf_adds(out, item->key);
	pm_buf_addc(out, '\n');
	pm_buf_add_fold(out, item->title);
	return false;
}

static bool is_kept(const struct pm_field *field)
{
	return field->def < PM_FIELD_COUNT && field->def != PM_FIELD_STATUS && field->def != PM_FIELD_UPDATED;
}

/* The fields of an item, each once, as pm_item_field finds them. */
static void see_values(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena,
		       struct pm_sighting *seen)
{
	bool known[PM_FIELD_COUNT] = {false};
	size_t count = 0;

	for (size_t i = 0; i < item->field_count; i++)
		if (is_kept(&item->fields[i]) && !known[item->fields[i].def]) {
			known[item->fields[i].def] = true;
			count++;
		}
	seen->values = pm_arena_alloc(arena, (count + 1) * sizeof *seen->values);
	for (uint16_t def = 0; count && def < PM_FIELD_COUNT; def++) {
		struct pm_str text;

		if (!known[def])
			continue;
		text = pm_item_text(product, item, (enum pm_field_id)def);
		if (text.n)
			seen->values[seen->value_count++] = (struct pm_value){def, text};
	}
}

static uint64_t hash_of(const struct pm_sighting *seen)
{
	uint64_t hash = mix_text(mix_text(mix_text(mix_text(seen->words, seen->key), seen->id), seen->title), seen->status);

	for (size_t i = 0; i < seen->value_count; i++)
		hash = mix_text(pm_hash_mix(hash, seen->values[i].field), seen->values[i].text);
	return pm_hash_mix(hash, (uint64_t)seen->state | (uint64_t)seen->place << 8 | (uint64_t)seen->kind << 16 |
					 (uint64_t)seen->form << 24);
}

static struct pm_str lend(struct pm_arena *arena, struct pm_str text)
{
	return text.n ? pm_str_n(pm_arena_dup(arena, text.p, text.n), text.n) : PM_STR("");
}

void pm_sighting_see(const struct pm_product *product, const struct pm_item *item, struct pm_arena *arena, struct pm_buf *buf,
		     struct pm_sighting *seen)
{
	memset(seen, 0, sizeof *seen);
	pm_buf_reset(buf);
	seen->by_id = pm_sighting_key(product, item, buf);
	seen->key = lend(arena, pm_buf_str(buf));
	seen->id = lend(arena, item->id);
	seen->title = lend(arena, item->title);
	seen->status = lend(arena, pm_item_status(product, item));
	see_values(product, item, arena, seen);
	for (size_t i = 0; i < seen->value_count; i++)
		seen->values[i].text = lend(arena, seen->values[i].text);
	seen->words = words_of(product, item);
	pm_buf_reset(buf);
	pm_buf_add_fold(buf, pm_str_trim(item->title));
	seen->title_hash = buf->n ? pm_str_hash(pm_buf_str(buf)) : 0;
	seen->state = item->state;
	seen->place = item->place;
	seen->kind = item->kind;
	seen->form = item->form;
	seen->hash = hash_of(seen);
}
