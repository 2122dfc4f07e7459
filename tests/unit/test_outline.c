/* test_outline: which parts of a file are items. */
#include "parser/config.h"
#include "parser/outline.h"
#include "tests/unit/test.h"

#include <stdlib.h>

static struct pm_config config;

static const char *form_of(const struct pm_draft *draft)
{
	return pm_form_name((enum pm_form)draft->form);
}

/* A letter for the role of each section: Group, Document, Item, Bucket, pArt, prOse. */
static void write_roles(const struct pm_outline *o, struct pm_buf *out)
{
	for (size_t i = 0; i < o->section_count; i++)
		pm_buf_addc(out, "GDIBAO"[o->sections[i].role]);
}

/* What a text is taken for: the roles of its sections, then the forms of its items, each with the number of its parent. */
static const char *outline(const char *name, const char *text, const char *hint)
{
	static struct pm_buf out;
	struct pm_source source;
	struct pm_arena arena;
	struct pm_diags diags;
	size_t cap = 0;

	pm_source_init(&source, name, text, strlen(text), PM_SOURCE_BORROWED);
	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	struct pm_outline o = {.source = &source,
			       .file_role = strcmp(name, "BACKLOG.md") == 0 ? PM_ROLE_BACKLOG : PM_ROLE_OTHER,
			       .named = strcmp(name, "BACKLOG.md") == 0,
			       .config = &config,
			       .arena = &arena,
			       .kept = &arena,
			       .diags = &diags};
	struct pm_str bad;
	if (*hint)
		CHECK(pm_hint_read(pm_str_c(hint), &o.hint, &bad));
	pm_markdown_blocks(&source, 0, (struct pm_span){0, (uint32_t)source.size}, 1, &o.blocks, &diags);
	pm_outline_scan(&source, &o.blocks, 0, o.blocks.count, &o.sections, &o.section_count, &cap);
	pm_outline_decide(&o);
	pm_buf_clear(&out);
	write_roles(&o, &out);
	for (size_t i = 0; i < o.draft_count; i++) {
		pm_buf_addf(&out, " %s", form_of(&o.drafts[i]));
		if (o.drafts[i].parent != PM_NONE)
			pm_buf_addf(&out, "<%u", o.drafts[i].parent);
	}
	free(o.blocks.list);
	free(o.sections);
	free(o.drafts);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	pm_source_clear(&source);
	return out.p;
}

static const char *read(const char *text)
{
	return outline("BACKLOG.md", text, "");
}

static void test_headings(void)
{
	CHECK_STR(read("# Backlog\n\n## A-1 One\n\n### Acceptance criteria\n\n- a\n\n## A-2 Two\n"), "DIAI heading heading");
	CHECK_STR(read("# Epic 1 All\n\n## Story 1.1 One\n\n## Story 1.2 Two\n"), "III heading heading<0 heading<0");
	CHECK_STR(read("# Backlog\n\n## Bug: it breaks\n\n## Overview\n\ntext\n"), "DIO heading");
	CHECK_STR(read("# Backlog\n\n## Pay\n\n- Status: open\n\n## Go\n\nAs a user, I want to go so that I am gone.\n"),
		  "DII heading heading");
	CHECK_STR(read("# Notes\n\nJust text.\n"), "D");
}

static void test_buckets(void)
{
	CHECK_STR(read("# Backlog\n\n## Sprint 1\n\n### Pay\n\ntext\n\n### Go\n\ntext\n"), "DBII heading heading");
	CHECK_STR(read("# Backlog\n\n## Sprint 1 (2026-01-05 to 2026-01-16)\n\n- Goal: pay\n\n### A-1 Pay\n"),
		  "DII heading heading"); /* it holds them in time only */
	CHECK_STR(read("# Backlog\n\n## High priority\n\n- pay\n- go\n"), "DB bullet bullet");
}

static void test_lists(void)
{
	CHECK_STR(read("# Backlog\n\n- [ ] pay\n- [x] go\n"), "D box box");
	CHECK_STR(read("# Backlog\n\n- A-1 pay\n  - A-2 under it\n- A-3 go\n"), "D entry entry");
	CHECK_STR(read("# Backlog\n\n- As a user, I want to pay so that I go\n"), "D sentence");
	CHECK_STR(read("# Backlog\n\n## A-1 Pay\n\n- [ ] a task of it\n"), "DI heading");
	CHECK_STR(read("# Backlog\n\n- As a user\n- I want to pay\n- so that I go\n"), "D sentence");
}

static void test_other_forms(void)
{
	CHECK_STR(read("| ID | Title |\n|---|---|\n| A-1 | Pay |\n| A-2 | Go |\n"), "D row row");
	CHECK_STR(read("| Field | Value |\n|---|---|\n| Status | open |\n"), "D");
	CHECK_STR(read("**A-1: Pay**\n\ntext\n\n**A-2: Go**\n"), "D bold bold");
	CHECK_STR(read("```yaml\n- id: A-1\n  title: Pay\n- id: A-2\n  title: Go\n```\n"), "D yaml yaml");
	CHECK_STR(read("```\nAs a user, I want to pay so that I go\n```\n"), "D sentence");
}

static void test_hints(void)
{
	static const char text[] = "# Text\n\n## One\n\ntext\n\n- bullet\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";

	CHECK_STR(outline("notes.md", text, ""), "DG");
	CHECK_STR(outline("notes.md", text, "none"), "GG");
	CHECK_STR(outline("notes.md", text, "bullet"), "DG bullet");
	CHECK_STR(outline("notes.md", text, "table"), "DG row");
	CHECK_STR(outline("notes.md", text, "heading"), "DI heading");
}

static void test_texts(void)
{
	static const char text[] = "- one\n  two\n\n> three\n\n- > four\n- \n";
	struct pm_source source;
	struct pm_arena arena;
	struct pm_diags diags;
	struct pm_blocks blocks = {0};

	pm_source_init(&source, "BACKLOG.md", text, sizeof text - 1, PM_SOURCE_BORROWED);
	pm_arena_init(&arena);
	pm_diags_init(&diags, &arena);
	pm_markdown_blocks(&source, 0, (struct pm_span){0, (uint32_t)source.size}, 1, &blocks, &diags);
	CHECK_INT(blocks.count, 8);
	CHECK_PMSTR(pm_source_text(&source, pm_block_text(&blocks, 0)), "one\n  two");
	CHECK_PMSTR(pm_source_text(&source, pm_block_text(&blocks, 2)), "three");
	CHECK_PMSTR(pm_source_text(&source, pm_block_text(&blocks, 4)), "> four");
	CHECK_PMSTR(pm_source_text(&source, pm_block_text(&blocks, 7)), "");
	struct pm_span rest = pm_block_text(&blocks, 0);
	CHECK_PMSTR(pm_source_text(&source, pm_span_line(&source, &rest)), "one");
	CHECK_PMSTR(pm_source_text(&source, pm_span_line(&source, &rest)), "two");
	CHECK_INT(rest.start, rest.end);
	free(blocks.list);
	pm_diags_clear(&diags);
	pm_arena_clear(&arena);
	pm_source_clear(&source);
}

int main(void)
{
	pm_config_init(&config);
	pm_config_finish(&config);
	test_headings();
	test_buckets();
	test_lists();
	test_other_forms();
	test_hints();
	test_texts();
	pm_config_clear(&config);
	return test_done();
}
