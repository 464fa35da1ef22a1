/*
 * labels.h - sets of labels, and what the API server takes for a label.
 *
 * Sets are interned: pods of one template share one set, so that an index of 10,000
 * pods costs 10,000 pointers.
 *
 *	const struct labels *set = labels_of(&arena, json_get(pod, "metadata.labels"));
 *	const char *team = labels_value(set, "example.com/team");
 */
#ifndef KUBE_LABELS_H
#define KUBE_LABELS_H

#include "kube/arena.h"
#include "kube/json.h"

struct label {
	const char *key, *value; /* interned */
};

struct labels {
	size_t n;
	struct label at[]; /* sorted by key */
};

/* Of a "labels" object (absent: the empty set). Never NULL; equal sets are one pointer. */
const struct labels *labels_of(struct arena *a, struct json labels);
const char *labels_value(const struct labels *set, const char *key); /* NULL when not there */
/* The value of one key of a "labels" object, where nothing is kept; NULL when not there. */
const char *labels_json_value(struct json labels, const char *key);

/*
 * Whether the API server would take this key (of a label, an annotation, ...) or this
 * value; if not, its words are added to why: "name part must consist of ...".
 */
bool labels_key_check(const char *key, struct buf *why);
bool labels_value_check(const char *value, struct buf *why);

#endif
