/*
 * kubeconfig_file.h - one file of a kubeconfig, read and checked (kubectl.md B2).
 */
#ifndef KUBE_KUBECONFIG_FILE_H
#define KUBE_KUBECONFIG_FILE_H

#include "kube/doc.h"

struct kubeconfig_file {
	const char *path;      /* as it was named */
	const char *directory; /* absolute: what relative paths in it start from */
	struct buf text;
	struct doc *doc;
	struct json root;
};

enum kubeconfig_kind { KUBECONFIG_CLUSTER, KUBECONFIG_USER, KUBECONFIG_CONTEXT };
#define KUBECONFIG_KINDS 3

/* How its lists are called: "clusters", of entries {name, cluster}; and by Go. */
extern const struct kubeconfig_list {
	const char *list, *inner, *go_type, *go_value;
} kubeconfig_lists[KUBECONFIG_KINDS];

/*
 * Reads the file at f->path. ERR_CONFIG in kubectl's words, but that these never tell what a
 * file holds besides names. Call kubeconfig_file_free() in any case.
 */
int kubeconfig_file_read(struct kubeconfig_file *f, struct error *err);
void kubeconfig_file_free(struct kubeconfig_file *f);

/*
 * Puts doc.h's "NAME:4:1: why" into the words of kubectl's reader, "yaml: line 4: why".
 * Returns -1.
 */
int kubeconfig_yaml_error(const char *name, struct error *err);

/* Whether any document can have a kind: kubectl reads that before anything else. ERR_CONFIG. */
int kubeconfig_meta_check(struct json root, struct error *err);

/* "" when an entry has none. */
const char *kubeconfig_entry_name(struct json entry);

#endif
