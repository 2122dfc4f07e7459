/* replay: runs a fuzz target over the files of its corpus, and prints TAP.  Ordinary builds link this in libFuzzer's place.
 *
 *   TARGET [FILE ...]     without a file: every file of tests/fuzz/corpus/TARGET
 */
#include "tests/fuzz/target.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int count;

static _Noreturn void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(2);
}

/* Heap memory of exactly the file's size, so that a sanitizer sees a read behind its end. */
static uint8_t *read_file(const char *path, size_t *size)
{
	FILE *file = fopen(path, "rb");
	uint8_t *bytes;
	long end;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (end = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) != 0)
		die(path);
	*size = (size_t)end;
	bytes = malloc(*size > 0 ? *size : 1);
	if (bytes == NULL || fread(bytes, 1, *size, file) != *size)
		die(path);
	fclose(file);
	return bytes;
}

static void replay(const char *path)
{
	size_t size;
	uint8_t *bytes = read_file(path, &size);

	printf("# %s\n", path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(bytes, size);
	free(bytes);
	printf("ok %d - %s\n", ++count, path);
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/') != NULL ? strrchr(argv[0], '/') + 1 : argv[0];
	char folder[4096], path[8192];
	struct dirent **entries;
	int files;

	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc == 1) {
		snprintf(folder, sizeof folder, "tests/fuzz/corpus/%s", name);
		files = scandir(folder, &entries, visible, alphasort);
		if (files < 0)
			die(folder);
		for (int i = 0; i < files; i++) {
			snprintf(path, sizeof path, "%s/%s", folder, entries[i]->d_name);
			free(entries[i]);
			replay(path);
		}
		free(entries);
	}
	printf("1..%d\n", count);
	return fflush(stdout) != 0;
}
