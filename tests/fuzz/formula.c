/* formula: fuzz target of formulas: the input is one, computed for some figures. */
#include "parser/formula.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const double figures[PM_FORMULA_FIELDS] = {0, 1, -1, 0.5, 8, 1e15};
	struct pm_buf err = {0};
	struct pm_formula *formula = pm_formula_new(target_text(bytes, size), &err);
	double cost = 0, again = 0, value;

	MUST((formula == NULL) == (err.n > 0));
	if (formula != NULL) {
		MUST(pm_formula_field_count(formula) > 0 && pm_formula_field_count(formula) <= PM_FORMULA_FIELDS);
		value = pm_formula_value(formula, figures, &cost);
		MUST(value != value || value == pm_formula_value(formula, figures, &again)); /* NaN is no number */
		MUST(pm_formula_is_ratio(formula) || cost == 1);
	}
	pm_formula_free(formula);
	pm_buf_clear(&err);
	return 0;
}
