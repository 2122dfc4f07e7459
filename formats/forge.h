/* forge: where a line of a file can be seen on the web: GitHub, GitLab, Gitea and Forgejo, Bitbucket, SourceHut.
 *
 * The one rule to know: nothing is asked of a network.  The host's name says which forge it is; a host that says nothing is taken
 * for one like GitHub, and report.source of the configuration settles it.
 */
#ifndef PM_FORGE_H
#define PM_FORGE_H

#include "parser/str.h"

/* Appends the template of such addresses for a repository at "https://host/owner/name", with {rev}, {path} and {line}. */
void pm_forge_template(struct pm_str web, struct pm_buf *out);
/* Appends the address of a line.  rev is a commit, or "HEAD": the branch that the forge shows first.  The path is percent-encoded
 * (RFC 3986), so that nothing in it can leave its place. */
void pm_forge_link(const char *template, const char *rev, const char *path, unsigned long line, struct pm_buf *out);

#endif
