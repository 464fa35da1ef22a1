/*
 * anchors.h - the anchors of a YAML document and what they stand for.
 *
 *	size_t i = anchors_open(&anchors, "defaults");      // &defaults
 *	anchors_close_container(&anchors, i, ANCHOR_OBJECT, text, len);
 *	struct anchor *a = anchors_find(&anchors, "defaults"); // *defaults
 *
 * A scalar is kept as written, since a key and a value are made from it in different
 * ways; a container as the JSON it became. A zeroed struct has none.
 */
#ifndef KUBE_ANCHORS_H
#define KUBE_ANCHORS_H

#include "kube/buf.h"
#include "kube/scalar.h"

#include <stddef.h>
#include <stdint.h>

enum anchor_type {
	ANCHOR_OPEN,   /* the node is not over yet: an alias here would contain itself */
	ANCHOR_SCALAR,
	ANCHOR_OBJECT,
	ANCHOR_ARRAY,
	ANCHOR_MERGES, /* the list of a merge key, whose items were merged one by one */
};

#define ANCHOR_LOST SIZE_MAX /* the place of the content is not known any more */

struct anchor {
	enum anchor_type type;
	size_t name;             /* offsets in struct anchors' texts */
	size_t text, len, tag;
	bool tagged, quoted;     /* of a scalar */
	size_t inside;           /* of a container: where in the document's text the content began */
	uint64_t nodes;          /* how many there are, aliases followed */
};

struct anchors {
	struct anchor *at;       /* in the order of their opening */
	size_t n, cap;
	uint32_t *slots;         /* by name */
	size_t n_slots;
	struct buf texts;
};

/* The newest of a name counts. Indices stay, pointers die with the next call. */
size_t anchors_open(struct anchors *a, const char *name);
void anchors_close_scalar(struct anchors *a, size_t index, const struct scalar *s);
/* `open` and `close` go around the text: brackets that are not part of it, or "". */
void anchors_close_container(struct anchors *a, size_t index, enum anchor_type type,
                             const char *text, size_t len, const char *brackets);
struct anchor *anchors_find(const struct anchors *a, const char *name); /* NULL: none */
/* Borrowed until the next anchor. */
const char *anchors_text(const struct anchors *a, const struct anchor *anchor);
struct scalar anchors_scalar(const struct anchors *a, const struct anchor *anchor);
void anchors_clear(struct anchors *a); /* keeps the memory */
void anchors_free(struct anchors *a);

#endif
