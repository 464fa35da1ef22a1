/*
 * kubeconfig_merge.h - the files of a kubeconfig as one (kubectl.md B1).
 *
 *	AUTO(kubeconfig_files_free) struct kubeconfig_files files = { 0 };
 *	if (kubeconfig_files_load(arena, flags->kubeconfig, &files, err))
 *		return -1;
 *	if (kubeconfig_find(&files, KUBECONFIG_CLUSTER, "prod", &found))
 *		puts(kubeconfig_path(arena, &found, "certificate-authority"));
 *
 * Of entries with one name the first file's counts, whole. Places live as long as the files.
 */
#ifndef KUBE_KUBECONFIG_MERGE_H
#define KUBE_KUBECONFIG_MERGE_H

#include "kube/arena.h"
#include "kube/kubeconfig_file.h"
#include "kube/strings.h"

struct kubeconfig_files {
	struct kubeconfig_file *at;
	size_t n;
};

/*
 * Reads `path` if not empty, else the files of $KUBECONFIG that exist, else ~/.kube/config if it
 * exists. ERR_CONFIG; ERR_REFUSED with a line each when several files are broken.
 */
int kubeconfig_files_load(struct arena *a, const char *path, struct kubeconfig_files *files,
                          struct error *err);
void kubeconfig_files_free(struct kubeconfig_files *files);

struct kubeconfig_entry {
	struct json json; /* what stands under "cluster", "user" or "context"; may be absent */
	const struct kubeconfig_file *file;
};

/* Whether there is an entry of that name; sets *entry (else to nothing). */
bool kubeconfig_find(const struct kubeconfig_files *files, enum kubeconfig_kind kind,
                     const char *name, struct kubeconfig_entry *entry);
/* The names of all entries, each once, sorted. */
void kubeconfig_names(const struct kubeconfig_files *files, enum kubeconfig_kind kind,
                      struct strings *names);
/* The first that is not empty; "". Lives as long as the files. */
const char *kubeconfig_current_context(const struct kubeconfig_files *files);

/* A field of an entry, kept in the arena; "" when absent. */
const char *kubeconfig_text(struct arena *a, struct json entry, const char *field);
/* A path: a relative one starts from the directory of the entry's file. */
const char *kubeconfig_path(struct arena *a, const struct kubeconfig_entry *entry,
                            const char *field);
/* base64, on one line. */
const char *kubeconfig_data(struct arena *a, struct json entry, const char *field);
/* The texts of a list. */
const char **kubeconfig_texts(struct arena *a, struct json list, size_t *n);

#endif
