/* Two passes over the paths: is everything there, and then the files. */
#include "kube/walk.h"

#include "kube/buf.h"
#include "kube/gotext.h"

#include <dirent.h>
#include <errno.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static int no_access(const char *path, int number, struct error *err)
{
	char reason[80];

	if (number == ENOENT)
		return error_set(err, ERR_SYSTEM, "the path \"%s\" does not exist", path);
	return error_set(err, ERR_SYSTEM, "the path \"%s\" cannot be accessed: stat %s: %s", path,
	                 path, gotext_errno(number, reason));
}

/* The paths that a pattern stands for; itself where there is such a path, or no match. */
static void expand(struct strings *out, const char *path)
{
	struct stat st;
	glob_t found;

	if (!strcmp(path, "-") || !stat(path, &st) || errno != ENOENT ||
	    glob(path, 0, NULL, &found)) {
		strings_add(out, path);
		return;
	}
	for (size_t i = 0; i < found.gl_pathc; i++)
		strings_add(out, found.gl_pathv[i]);
	globfree(&found);
}

static int check(const struct strings *paths, struct error *err)
{
	bool standard_input = false;
	struct stat st;

	for (size_t i = 0; i < paths->n; i++) {
		const char *path = paths->at[i];

		if (text_starts(path, "http://") || text_starts(path, "https://"))
			return error_set(err, ERR_USAGE,
			                 "%s: URLs are not read; download it and use \"-f -\"", path);
		if (!strcmp(path, "-")) {
			if (standard_input)
				return error_set(err, ERR_USAGE, "standard input cannot be used "
				                 "for multiple arguments");
			standard_input = true;
		} else if (stat(path, &st)) {
			return no_access(path, errno, err);
		}
	}
	return 0;
}

static bool has_extension(const char *name)
{
	return text_ends(name, ".json") || text_ends(name, ".yaml") || text_ends(name, ".yml");
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in a directory, sorted. */
static int list(struct strings *names, const char *directory, struct error *err)
{
	DIR *open = opendir(directory);
	struct dirent *entry;
	char reason[80];

	if (!open)
		return error_set(err, ERR_SYSTEM, "open %s: %s", directory,
		                 gotext_errno(errno, reason));
	while ((entry = readdir(open)))
		if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			strings_add(names, entry->d_name);
	closedir(open);
	if (names->n)
		qsort(names->at, names->n, sizeof *names->at, by_name);
	return 0;
}

static char *join(const char *directory, const char *name)
{
	size_t len = strlen(directory);
	struct buf path = { 0 };

	while (len > 1 && directory[len - 1] == '/')
		len--;
	if (len != 1 || *directory != '.')
		buf_addf(&path, "%.*s%s", (int)len, directory, directory[len - 1] == '/' ? "" : "/");
	buf_puts(&path, name);
	return buf_take(&path);
}

static int walk_directory(const struct walk *w, const char *directory, size_t *files,
                          struct error *err);

static void free_text(char **text)
{
	free(*text);
}

/* A pipe in a directory would be waited for, so only files are read there. */
static int walk_entry(const struct walk *w, const char *directory, const char *name, size_t *files,
                      struct error *err)
{
	AUTO(free_text) char *path = join(directory, name);
	struct error what;
	struct stat st;

	if (lstat(path, &st))
		return 0; /* it was removed */
	if (S_ISDIR(st.st_mode))
		return w->recursive ? walk_directory(w, path, files, err) : 0;
	if (!has_extension(name))
		return 0;
	++*files;
	if (!S_ISLNK(st.st_mode) ? S_ISREG(st.st_mode) : stat(path, &st) || S_ISREG(st.st_mode))
		return w->file(w->arg, path, false, err);
	error_set(&what, ERR_SYSTEM, "read %s: not a regular file", path);
	return w->unreadable(w->arg, &what, err);
}

static int walk_directory(const struct walk *w, const char *directory, size_t *files,
                          struct error *err)
{
	AUTO(strings_free) struct strings names = { 0 };
	struct error what;

	if (list(&names, directory, &what)) {
		++*files; /* who knows */
		return w->unreadable(w->arg, &what, err);
	}
	for (size_t i = 0; i < names.n; i++)
		if (walk_entry(w, directory, names.at[i], files, err))
			return -1;
	return 0;
}

static int walk_path(const struct walk *w, const char *path, struct error *err)
{
	size_t files = 0;
	struct stat st;

	if (!strcmp(path, "-") || stat(path, &st) || !S_ISDIR(st.st_mode))
		return w->file(w->arg, path, true, err);
	if (walk_directory(w, path, &files, err))
		return -1;
	if (!files)
		return error_set(err, ERR_SYSTEM, "error reading [%s]: recognized file extensions "
		                 "are [.json .yaml .yml]", path);
	return 0;
}

int walk_paths(const struct walk *w, struct error *err)
{
	AUTO(strings_free) struct strings paths = { 0 };

	for (size_t i = 0; i < w->paths->n; i++)
		expand(&paths, w->paths->at[i]);
	if (check(&paths, err))
		return -1;
	for (size_t i = 0; i < paths.n; i++)
		if (walk_path(w, paths.at[i], err))
			return -1;
	return 0;
}
