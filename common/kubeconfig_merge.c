/*
 * Merging is looking a name up in one file after the other: which files there are is all
 * that has to be decided.
 */
#include "kube/kubeconfig_merge.h"

#include "kube/base64.h"
#include "kube/path.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *directory_of(struct arena *a, const char *path)
{
	char here[4096];
	const char *directory = path_directory(a, path);

	if (*directory == '/' || !getcwd(here, sizeof here))
		return directory;
	return path_resolve(a, arena_strdup(a, here), directory);
}

static bool is_missing(const char *path)
{
	struct stat s;

	return stat(path, &s) && errno == ENOENT;
}

/* Files that may be missing, in order, each once. */
static void usual_paths(struct arena *a, struct strings *paths)
{
	AUTO(strings_free) struct strings all = { 0 };
	const char *list = getenv("KUBECONFIG"), *home = getenv("HOME");

	if (!list || !*list) {
		strings_add(paths, path_clean(a, home && *home
		                                         ? arena_printf(a, "%s/.kube/config", home)
		                                         : ".kube/config"));
		return;
	}
	strings_split(&all, list, ':');
	for (size_t i = 0; i < all.n; i++)
		if (!strings_contain(paths, all.at[i]))
			strings_add(paths, all.at[i]);
}

/* What is wrong with a file becomes one more line of `problems`. */
static void load_file(struct arena *a, const char *path, struct kubeconfig_files *files,
                      struct strings *problems)
{
	struct kubeconfig_file *f = &files->at[files->n];
	struct error err;

	if (is_missing(path))
		return;
	f->path = arena_strdup(a, path);
	f->directory = directory_of(a, path);
	if (!kubeconfig_file_read(f, &err)) {
		files->n++;
		return;
	}
	kubeconfig_file_free(f);
	error_wrap(&err, "error loading config file \"%s\"", path);
	strings_add(problems, err.text);
}

static int tell(const struct strings *problems, struct error *err)
{
	AUTO(buf_free) struct buf text = { 0 };

	if (!problems->n)
		return 0;
	for (size_t i = 0; i < problems->n; i++)
		buf_addf(&text, "%s%s", i ? "\n" : "", problems->at[i]);
	return error_set(err, problems->n > 1 ? ERR_REFUSED : ERR_CONFIG, "%s", text.at);
}

int kubeconfig_files_load(struct arena *a, const char *path, struct kubeconfig_files *files,
                          struct error *err)
{
	AUTO(strings_free) struct strings paths = { 0 }, problems = { 0 };

	if (!path || !*path)
		usual_paths(a, &paths);
	else if (is_missing(path))
		return error_set(err, ERR_CONFIG, "stat %s: no such file or directory", path);
	else
		strings_add(&paths, path);
	files->at = arena_alloc(a, paths.n * sizeof *files->at);
	for (size_t i = 0; i < paths.n; i++)
		load_file(a, paths.at[i], files, &problems);
	return tell(&problems, err);
}

void kubeconfig_files_free(struct kubeconfig_files *files)
{
	for (size_t i = 0; i < files->n; i++)
		kubeconfig_file_free(&files->at[i]);
	*files = (struct kubeconfig_files){ 0 };
}

bool kubeconfig_find(const struct kubeconfig_files *files, enum kubeconfig_kind kind,
                     const char *name, struct kubeconfig_entry *entry)
{
	*entry = (struct kubeconfig_entry){ 0 };
	for (size_t i = 0; i < files->n; i++) {
		json_each(item, json_key(files->at[i].root, kubeconfig_lists[kind].list)) {
			if (strcmp(kubeconfig_entry_name(item), name))
				continue;
			entry->json = json_key(item, kubeconfig_lists[kind].inner);
			entry->file = &files->at[i];
			return true;
		}
	}
	return false;
}

void kubeconfig_names(const struct kubeconfig_files *files, enum kubeconfig_kind kind,
                      struct strings *names)
{
	for (size_t i = 0; i < files->n; i++)
		json_each(item, json_key(files->at[i].root, kubeconfig_lists[kind].list))
			strings_add(names, kubeconfig_entry_name(item));
	strings_sort_unique(names);
}

const char *kubeconfig_current_context(const struct kubeconfig_files *files)
{
	const char *name = "";

	for (size_t i = 0; i < files->n && !*name; i++)
		name = json_text(json_key(files->at[i].root, "current-context"), "");
	return name;
}

const char *kubeconfig_text(struct arena *a, struct json entry, const char *field)
{
	return arena_strdup(a, json_text(json_key(entry, field), ""));
}

const char *kubeconfig_path(struct arena *a, const struct kubeconfig_entry *entry,
                            const char *field)
{
	const char *path = kubeconfig_text(a, entry->json, field);

	return *path ? path_resolve(a, entry->file->directory, path) : path;
}

const char *kubeconfig_data(struct arena *a, struct json entry, const char *field)
{
	AUTO(buf_free) struct buf bytes = { 0 }, text = { 0 };

	if (base64_decode(json_text(json_key(entry, field), ""), &bytes, NULL))
		return "";
	base64_encode(buf_text(&bytes), bytes.len, &text);
	return arena_strdup(a, buf_text(&text));
}

const char **kubeconfig_texts(struct arena *a, struct json list, size_t *n)
{
	const char **texts = arena_alloc(a, json_count(list) * sizeof *texts);

	*n = 0;
	json_each(item, list)
		texts[(*n)++] = arena_strdup(a, json_text(item, ""));
	return texts;
}
