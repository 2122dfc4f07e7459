/* tree: what all trees share: the calls, and paths that stay inside. */
#include "parser/tree.h"

#include "parser/mem.h"

#include <stdlib.h>
#include <string.h>

int pm_tree_list(struct pm_tree *tree, const char *folder, pm_tree_visit visit, void *ctx, struct pm_buf *err)
{
	return tree->methods->list(tree, folder, visit, ctx, err);
}

int pm_tree_read(struct pm_tree *tree, const char *path, struct pm_source *source, struct pm_buf *err)
{
	return tree->methods->read(tree, path, source, err);
}

int pm_tree_stat(struct pm_tree *tree, const char *path, enum pm_tree_type *type, struct pm_buf *err)
{
	return tree->methods->stat(tree, path, type, err);
}

int pm_tree_real(struct pm_tree *tree, const char *path, struct pm_buf *real, struct pm_buf *err)
{
	return tree->methods->real(tree, path, real, err);
}

void pm_tree_free(struct pm_tree *tree)
{
	if (tree == NULL)
		return;
	free(tree->label);
	tree->methods->free(tree);
}

/* Appends the parts of path to the folded path in out; false where ".." would leave the root. */
static bool fold(struct pm_buf *out, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && path[0] == '.' && path[1] == '.') {
			const char *slash = out->n ? memrchr(out->p, '/', out->n) : NULL;

			if (out->n == 0)
				return false;
			out->n = slash ? (size_t)(slash - out->p) : 0;
			out->p[out->n] = '\0';
		} else if (n && !(n == 1 && path[0] == '.')) {
			if (out->n)
				pm_buf_addc(out, '/');
			pm_buf_add(out, path, n);
		}
		path += n + (path[n] == '/');
	}
	return true;
}

bool pm_path_join(const char *folder, const char *path, struct pm_buf *out)
{
	struct pm_buf folded = {0};
	bool inside = path[0] != '/' && folder[0] != '/' && fold(&folded, folder) && fold(&folded, path);

	if (inside) {
		pm_buf_reset(out);
		pm_buf_adds(out, pm_buf_str(&folded));
	}
	pm_buf_clear(&folded);
	return inside;
}
