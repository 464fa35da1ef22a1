/*
 * objects.h - every object a run looks at, from the cluster, from files, or both.
 *
 * The one place where live objects and manifests meet: what comes after cannot tell
 * where an object came from, but for `file` and `live`.
 */
#ifndef KUBE_OBJECTS_H
#define KUBE_OBJECTS_H

#include "kube/api.h"
#include "kube/arena.h"
#include "kube/kind.h"
#include "kube/manifest.h"

struct object {
	struct json json;
	const struct kind *kind;      /* NULL: a kind we have no row for (files only) */
	const char *api_version, *kind_name;
	const char *namespace;        /* "" for cluster-wide ones and where a manifest says nothing */
	const char *name;             /* "" when it has none (then generate_name may) */
	bool live;
	const char *file;             /* NULL when live */
	const struct manifest_object *manifest; /* NULL when live */
};

/* Line and column of a value; zeros when live. */
struct place object_place(const struct object *o, struct json v);

/* A kind that could not be read, and why. */
struct unread {
	const struct kind *kind;
	const char *namespace;        /* NULL: in all namespaces */
	struct error why;
};

struct selection {
	struct api *api;              /* NULL: files only */
	const char *namespace;        /* NULL: all */
	const char *default_namespace; /* of manifests without one, when there is a cluster; else NULL */
	const char *label_selector;   /* NULL: none; the kinds in `unselected` are read whole */
	const char *field_selector;
	kind_mask kinds;              /* to read */
	kind_mask unselected;         /* not subject to the label selector (namespaces, policies ...) */
	int64_t chunk;
	const struct strings *files;  /* NULL or empty: none */
	bool recursive;
	const char *sample;           /* NULL, or manifests as text instead of files ("sample") */
};

struct objects_result {
	struct unread *unread;        /* owned by the arena */
	size_t n_unread;
	size_t n_objects[KIND_COUNT];
	size_t n_files, n_unknown_kinds; /* objects of kinds without a row */
	struct error *unreadable;     /* files or documents that could not be read, in the arena */
	size_t n_unreadable;
	uint64_t n_bytes;
};

/*
 * Files first, then the cluster; an object that is in both is shown once, from the file.
 * An object without metadata or of the wrong shape is shown too: checks answer for that.
 * -1: nothing could be read at all (see api_lists), or visit failed.
 */
int objects_each(const struct selection *from, struct arena *a, struct objects_result *result,
                 int (*visit)(void *arg, const struct object *o, struct error *err), void *arg,
                 struct error *err);

#endif
