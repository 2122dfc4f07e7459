/* role-vision: a vision that was changed by somebody who does not decide on it. */
#include "parser/role.h"

static void check(const struct pm_rule_context *context)
{
	struct pm_str names = pm_str_trim(pm_str_c(pm_rule_option(context, "by")));
	const struct pm_product *product = context->product;
	const struct pm_history_commit *commit;
	char day[16];

	if (names.n == 0 || product->vision.end <= product->vision.start)
		return;
	commit = pm_role_commit(context, context->history->vision);
	if (commit == NULL || pm_role_is_named(names, commit->author))
		return;
	pm_day_format(commit->day, day);
	pm_rule_add_file(context, product->vision_file, product->vision,
			 "the vision was last changed by %.*s on %s; it is decided on by %.*s: ask them", PM_FMT(commit->author),
			 day, PM_FMT(names));
}

const struct pm_rule pm_rule_role_vision = {
	.name = "role-vision",
	.severity = PM_SEVERITY_NOTE,
	.summary = "a vision last changed by somebody else than who decides on it (--history)",
	.why = "Everything else is weighed against the vision.  Names of authors can be forged: this is advice, not a lock.",
	.good = "# Roadmap\n"
		"\n"
		"## Vision\n"
		"\n"
		"Every corner shop sells as easily as a chain.\n",
	.bad = "# Roadmap\n"
	       "\n"
	       "## Vision\n"
	       "\n"
	       "Every corner shop is a chain, says the intern.\n",
	PM_ROLE_OPTIONS("the vision"),
	.check = check,
};
