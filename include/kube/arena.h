/*
 * arena.h - memory that lives until the run is over.
 *
 * Findings, names, the kubeconfig and the compact index of a run are copied here
 * and freed at once. A zeroed struct is an empty arena. Nothing is freed alone.
 *
 *	AUTO(arena_free) struct arena arena = { 0 };
 *	row->name = arena_strdup(&arena, json_str(json_get(pod, "metadata.name")));
 */
#ifndef KUBE_ARENA_H
#define KUBE_ARENA_H

#include "kube/error.h"

#include <stddef.h>

struct arena_block;
struct arena_set;

struct arena {
	struct arena_block *blocks;
	char *at;                  /* where the next allocation goes */
	size_t left;               /* bytes left in the newest block */
	size_t total_bytes;        /* of all blocks */
	struct arena_set *strings; /* what arena_intern() keeps */
};

void *arena_alloc(struct arena *a, size_t size_bytes); /* zeroed, aligned for any type */
char *arena_strdup(struct arena *a, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *text, size_t len);
char *arena_printf(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
/*
 * One copy per different text, so that equal texts are equal pointers: for
 * namespaces, labels and other words that thousands of objects repeat.
 * NULL gives NULL.
 */
const char *arena_intern(struct arena *a, const char *text);
/* The same for bytes of any kind (a label set, say), aligned for any type. */
const void *arena_intern_bytes(struct arena *a, const void *bytes, size_t len);
void arena_free(struct arena *a);

#endif
