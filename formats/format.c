/* format: the table of the formats that write reports. */
#include "formats/format.h"

#define PM_FORMAT(name) extern const struct pm_format pm_format_##name;
#include "formats/formats.def"
#undef PM_FORMAT

const struct pm_format *const pm_formats[] = {
#define PM_FORMAT(name) &pm_format_##name,
#include "formats/formats.def"
#undef PM_FORMAT
	NULL};

const struct pm_format *pm_format_find(struct pm_str name)
{
	for (size_t i = 0; pm_formats[i]; i++)
		if (pm_str_eqc(name, pm_formats[i]->name))
			return pm_formats[i];
	return NULL;
}

bool pm_format_fits(const struct pm_format *format, const struct pm_report *report)
{
	for (size_t i = 0; format->holds && i < report->count; i++)
		if (format->holds(&report->nodes[i]))
			return true;
	return format->holds == NULL;
}
