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
	const char *namespace;        /* "" when cluster-wide, and where a manifest says nothing */
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
	/*
	 * NULL: all. Else the objects in it, the Namespace of this name, and cluster-wide ones.
	 * A manifest that names none may be meant for it and is shown.
	 */
	const char *namespace;
	const char *default_namespace; /* of manifests without one; NULL without a cluster */
	const char *label_selector;   /* NULL: none; kinds in `unselected` are read whole */
	const char *field_selector;   /* of the cluster's objects, without `unselected` */
	kind_mask kinds;              /* to read; of files also what has no row in kinds[] */
	kind_mask unselected;         /* not subject to the selectors (namespaces, policies ...) */
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
	uint64_t n_bytes;             /* read, from files and the cluster */
	kind_mask restarted;          /* kinds whose list has parts of different moments */
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
