/* guard: which files the programs do not write, whoever asks for it.
 *
 * The one rule to know: a name is judged by where its bytes would land, after every link, and by where it seems to stand. */
#ifndef PM_CMD_GUARD_H
#define PM_CMD_GUARD_H

#include "cmd/run.h"

/* Is the file named inside the repository (the product's folder, where there is no git), and does a link on the way lead out of it?
 * Who may change the one must not reach the other.  The file need not be there. */
bool pm_guard_leads_out(const struct pm_run *run, const char *file);

/* Why nothing is written to this file, as it follows its name: "is git's own: name another file".  NULL: it may be written.
 * The baseline of the run is left to who writes it.  After the product is read. */
const char *pm_guard_refuses(const struct pm_run *run, const char *file);
/* The same for an output beside the baseline, which no report is written over. */
const char *pm_guard_refuses_output(const struct pm_run *run, const char *file);

#endif
